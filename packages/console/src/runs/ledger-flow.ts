type Rows = {
  rowsRead: number;
  rowsWritten: number;
  rowsRejected: number;
  /** Undefined if the run's record does not name its dates. */
  dates?: readonly { date: string; rows: number }[] | undefined;
  otherDates?: { dates: number; rows: number } | undefined;
};

/** What a bar stands for; `dates` counts the dates of the bar that has those without a bar of their own. */
type Bar =
  | { kind: "read" | "written" | "rejected" }
  | { kind: "date"; date: string }
  | { kind: "others"; dates: number };

export type FlowEnd = Bar & { key: string; x: number; y: number; height: number; rows: number };

/** A Sankey diagram of one source and two steps; a library would be longer than it. */
export type LedgerFlow = {
  height: number;
  bands: { key: string; kind: Bar["kind"]; path: string }[];
  ends: FlowEnd[];
};

export const barWidth = 10;
/** Dates with a bar of their own; the others share one. */
const namedDates = 6;
const top = 10;
const tallest = 150;
const gap = 10;
/** Two lines of text beside a bar. */
const slot = 36;
/** What the text beside a bar of the last column takes. */
const lastLabel = 112;
/** What is some rows of millions is still to be seen. */
const least = 2;

/**
 * Draws what was read as bands as tall as their share of the rows: to what was written, from there to the
 * dates with the most rows and to the others together, and to what was rejected. What has no rows is left
 * out. All is in pixels, for a drawing of this width.
 */
export function ledgerFlow(rows: Rows, width: number): LedgerFlow {
  const { rowsRead, rowsWritten, rowsRejected } = rows;
  const tallOf = (part: number): number => (part === 0 ? 0 : Math.max(least, (part / rowsRead) * tallest));
  const lastX = width - lastLabel - barWidth;
  const dates = dateBars(rows);
  const parts = [
    ...(dates ?? [{ kind: "written" as const, rows: rowsWritten }]),
    { kind: "rejected" as const, rows: rowsRejected },
  ]
    .filter((part) => part.rows > 0)
    .map((part) => ({ ...part, key: keyOf(part), tall: tallOf(part.rows) }));
  const sum = parts.reduce((tall, part) => tall + part.tall, 0);
  const column = parts.reduce((tall, part) => tall + Math.max(part.tall, slot) + gap, -gap);
  const fromTop = top + Math.max(0, (column - sum) / 2);
  const writtenX = dates === undefined || rowsWritten === 0 ? undefined : Math.round(lastX / 2);
  const ends: FlowEnd[] = [{ kind: "read", key: "read", x: 0, y: fromTop, height: sum, rows: rowsRead }];
  const bands: LedgerFlow["bands"] = [];
  if (writtenX !== undefined) {
    const tall = parts.reduce((all, part) => all + (part.kind === "rejected" ? 0 : part.tall), 0);
    ends.push({ kind: "written", key: "written", x: writtenX, y: fromTop, height: tall, rows: rowsWritten });
    bands.push({
      key: "written",
      kind: "written",
      path: bandPath({ x: barWidth, y: fromTop }, { x: writtenX, y: fromTop }, tall),
    });
  }
  let from = fromTop;
  let to = top;
  for (const { tall, ...part } of parts) {
    const room = Math.max(tall, slot);
    const y = to + (room - tall) / 2;
    const x = (part.kind === "rejected" ? 0 : (writtenX ?? 0)) + barWidth;
    bands.push({ key: part.key, kind: part.kind, path: bandPath({ x, y: from }, { x: lastX, y }, tall) });
    ends.push({ ...part, x: lastX, y, height: tall });
    from += tall;
    to += room + gap;
  }
  return { height: top + Math.max(column, sum) + top, bands, ends };
}

function keyOf(bar: Bar): string {
  return bar.kind === "date" ? bar.date : bar.kind;
}

/** Returns the bars of the dates, that with the most rows first; undefined if the dates are not known. */
function dateBars({ dates, otherDates }: Rows): (Bar & { rows: number })[] | undefined {
  if (dates === undefined) {
    return undefined;
  }
  const largestFirst = dates.toSorted((a, b) => b.rows - a.rows);
  const hasOthers = otherDates !== undefined || dates.length > namedDates + 1;
  const named = hasOthers ? largestFirst.slice(0, namedDates) : largestFirst;
  const others = largestFirst.slice(named.length);
  return [
    ...named.map(({ date, rows }) => ({ kind: "date" as const, date, rows })),
    {
      kind: "others",
      dates: others.length + (otherDates?.dates ?? 0),
      rows: others.reduce((sum, { rows }) => sum + rows, otherDates?.rows ?? 0),
    },
  ];
}

type Place = { x: number; y: number };

function bandPath(from: Place, to: Place, tall: number): string {
  const middle = (from.x + to.x) / 2;
  return [
    `M${from.x} ${from.y}`,
    `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`,
    `V${to.y + tall}`,
    `C${middle} ${to.y + tall} ${middle} ${from.y + tall} ${from.x} ${from.y + tall}`,
    "Z",
  ].join("");
}
