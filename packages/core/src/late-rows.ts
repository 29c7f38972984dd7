import { decimalDigits } from "./column.ts";
import { type ColumnName, columns, exportColumns } from "./columns.ts";
import { localTimeText } from "./local-time.ts";
import { fixQuality, type QualityLimits } from "./quality.ts";

/** A row by column, each value as the CSV writes it; empty for a missing one. */
type Row = Record<ColumnName, string>;

/** Rows that came after an export was made. */
export type Late = {
  /** Rows of the date's partition, as the table's files have them. */
  rows: readonly string[];
  /**
   * Lines of the export and of its supplements, in the CSV's form: all of each device that has a late row;
   * others are passed over.
   */
  known: readonly string[];
  /** Rows of the date that were put aside as conflicts before, as the table's files have them. */
  conflicts: readonly string[];
  quality: QualityLimits;
  /** IANA name of the zone of the CSV's local times; without it there are none. */
  localTimeZone?: string | undefined;
};

/** What late rows come to. */
export type LateRows = {
  /** Lines of reports that the export lacks, ordered as it is. */
  lines: string[];
  /** Rows with another report's identity and other contents, each content once. */
  conflicts: string[];
  /**
   * Whether a row was received before the one of its identity that the export has: then the export's row is
   * the wrong one, and only a whole export can put that right.
   */
  outdated: boolean;
};

/**
 * Compares late rows with an export by the rules of `unloadSql`: one row for each source, device and report
 * id, the first received; equal reports count once, other contents of the same identity are conflicts. The
 * quality of a row is that of its place in the whole day; of a row that is exported already it stays.
 */
export function lateRows({ rows, known, conflicts, quality, localTimeZone }: Late): LateRows {
  const late = Map.groupBy(rows.map(tableRow), ({ device_id }) => device_id);
  const exported = Map.groupBy(
    known.map(csvRow).filter(({ device_id }) => late.has(device_id)),
    ({ device_id }) => device_id,
  );
  const aside = new Set(conflicts.map((row) => content(tableRow(row))));
  const result: LateRows = { lines: [], conflicts: [], outdated: false };
  for (const [device, lateOfDevice] of [...late].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const before = exported.get(device) ?? [];
    const byId = new Map(before.map((row) => [identity(row), row]));
    const added: Row[] = [];
    for (const row of lateOfDevice.toSorted(byArrival)) {
      const first = byId.get(identity(row));
      if (first === undefined) {
        byId.set(identity(row), row);
        added.push(row);
        continue;
      }
      result.outdated ||= row.received_at < first.received_at;
      if (content(row) !== content(first) && !aside.has(content(row))) {
        aside.add(content(row));
        result.conflicts.push(tableLine(row));
      }
    }
    result.lines.push(...linesOf({ added, before }, { quality, localTimeZone }));
  }
  return result;
}

/** Returns the device of a line of the CSV or of a row of the table: in both the first field. */
export function deviceOf(line: string): string {
  return line.slice(0, line.indexOf(","));
}

function linesOf(
  { added, before }: { added: readonly Row[]; before: readonly Row[] },
  { quality: limits, localTimeZone }: Pick<Late, "quality" | "localTimeZone">,
): string[] {
  const isNew = new Set(added);
  const previous = new Map<string, Row>();
  const lines: string[] = [];
  for (const row of [...before, ...added].toSorted(byTime)) {
    const isZero = Number(row.latitude) === 0 && Number(row.longitude) === 0;
    // A device that another client names alike is another device, as in `previousFixSql`.
    const neighbours = `${row.source} ${isZero}`;
    if (isNew.has(row)) {
      const quality = fixQuality(row, previous.get(neighbours), limits);
      const values = exportColumns.map(({ name }) => (name === "quality" ? quality : row[name]));
      const local = localTimeZone === undefined ? [] : [localTimeText(row.recorded_at, localTimeZone)];
      lines.push([...values, ...local].join(","));
    }
    previous.set(neighbours, row);
  }
  return lines;
}

function tableRow(line: string): Row {
  const values = line.split(",");
  const entries = columns.map(({ name, type }, index) => [name, csvValue(type, values[index] ?? "")]);
  return Object.fromEntries(entries) as Row;
}

/** Returns a value of the table as UNLOAD writes it: a time in ISO 8601, a decimal with all its digits. */
function csvValue(type: string, value: string): string {
  if (value === "") {
    return value;
  }
  if (type === "timestamp") {
    return `${value.replace(" ", "T")}Z`;
  }
  return type.startsWith("decimal")
    ? Number(value)
        .toFixed(decimalDigits(type).scale)
        .replace(/^-(?=0\.?0*$)/, "")
    : value;
}

function tableLine(row: Row): string {
  return columns
    .map(({ name, type }) =>
      type === "timestamp" ? row[name].replace("T", " ").replace("Z", "") : row[name],
    )
    .join(",");
}

function csvRow(line: string): Row {
  const values = line.split(",");
  return Object.fromEntries(exportColumns.map(({ name }, index) => [name, values[index] ?? ""])) as Row;
}

/** Returns all that makes a report: every column but its arrival. */
function content(row: Row): string {
  return columns.map(({ name }) => (name === "received_at" ? "" : row[name])).join(",");
}

/** Returns what tells a report from the others of its date and device. */
function identity({ source, report_id }: Row): string {
  return `${source},${report_id}`;
}

function byArrival(a: Row, b: Row): number {
  return compare([a.received_at, content(a)].join(","), [b.received_at, content(b)].join(","));
}

function byTime(a: Row, b: Row): number {
  const key = ({ recorded_at, report_id, source }: Row) => `${recorded_at},${report_id},${source}`;
  return compare(key(a), key(b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The header and the rows of a file of conflicts, as `unloadConflictsSql` writes them. */
export function conflictsCsv(rows: readonly string[], { date, key, reason }: ConflictsFile): string {
  const lines = rows.map((row) => `${key},${reason},"${date},${row}"`);
  return [`key,reason,row`, ...lines, ""].join("\n");
}

type ConflictsFile = { date: string; key: string; reason: string };

/** Reads the rows of such a file back. */
export function readConflicts(csv: string): string[] {
  const dateLength = `yyyy-MM-dd,`.length;
  return [...csv.matchAll(/,"([^"]*)"$/gm)].map(([, row = ""]) => row.slice(dateLength));
}
