type Rows = { rowsRead: number; rowsWritten: number; rowsRejected: number };

/** A Sankey diagram of one source and two ends; a library would be longer than it. */
export type LedgerFlow = {
  width: number;
  height: number;
  bands: { to: "written" | "rejected"; path: string }[];
  ends: {
    name: "read" | "written" | "rejected";
    x: number;
    y: number;
    height: number;
    rows: number;
    anchor: "start" | "end";
  }[];
};

const width = 640;
const top = 10;
const tallest = 110;
const gap = 40;
const left = 120;
const right = 500;
const barWidth = 10;
const labelHeight = 24;
/** What is some rows of millions is still to be seen. */
const least = 2;

/** Draws what was read as two bands, as tall as their share of the rows; what has no rows is left out. */
export function ledgerFlow({ rowsRead, rowsWritten, rowsRejected }: Rows): LedgerFlow {
  const parts = (
    [
      { name: "written", rows: rowsWritten },
      { name: "rejected", rows: rowsRejected },
    ] as const
  )
    .filter(({ rows }) => rows > 0)
    .map((part) => ({ ...part, tall: Math.max(least, (part.rows / rowsRead) * tallest) }));
  let from = top;
  let to = top;
  const bands: LedgerFlow["bands"] = [];
  const ends: LedgerFlow["ends"] = [];
  for (const { name, rows, tall } of parts) {
    bands.push({ to: name, path: bandPath(from, to, tall) });
    ends.push({ name, x: right, y: to, height: tall, rows, anchor: "start" });
    from += tall;
    to += tall + gap;
  }
  ends.unshift({
    name: "read",
    x: left - barWidth,
    y: top,
    height: from - top,
    rows: rowsRead,
    anchor: "end",
  });
  const bottom = Math.max(...ends.map((end) => end.y + Math.max(end.height, labelHeight)));
  return { width, height: bottom + top, bands, ends };
}

function bandPath(from: number, to: number, tall: number): string {
  const middle = (left + right) / 2;
  return [
    `M${left} ${from}`,
    `C${middle} ${from} ${middle} ${to} ${right} ${to}`,
    `V${to + tall}`,
    `C${middle} ${to + tall} ${middle} ${from + tall} ${left} ${from + tall}`,
    "Z",
  ].join("");
}
