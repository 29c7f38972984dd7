/** A cell holds text, aligned left, or a number, aligned right with thousands separators. */
export type Cell = string | number;

/** Lays out rows under a header, with two spaces between columns. */
export function textTable(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => row.map(cellText));
  const widths = header.map((name, column) =>
    Math.max(name.length, ...texts.map((row) => row[column]?.length ?? 0)),
  );
  const toRight = header.map((_, column) => rows.some((row) => typeof row[column] === "number"));
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, column) => {
        const width = widths[column] ?? 0;
        return toRight[column] ? text.padStart(width) : text.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [line(header), ...texts.map(line)].join("\n");
}

/** Returns text such as `12,345` */
export function numberText(value: number): string {
  return value.toLocaleString("en-US");
}

function cellText(cell: Cell): string {
  return typeof cell === "number" ? numberText(cell) : cell;
}
