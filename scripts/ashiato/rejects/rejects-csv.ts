import { columns } from "@ashiato/core/columns";
import { reportFromRow } from "@ashiato/core/report-row";
import { CsvError, parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { z } from "zod";

/** A rejected record in the form in which a person corrects it. */
export type Reject = {
  /** The report, if there is one, by its keys. */
  report: Partial<Record<string, unknown>>;
  /** Where it is: the line of a file, or an object and the number of the record in it. */
  place: string;
  because: string;
  /** The record as stored, if that holds more than its columns. */
  text: string | undefined;
};

const reportColumns = columns.flatMap((column) => ("key" in column ? [column] : []));

/** The columns of a report, and three that `send` ignores, so that a repaired file can be sent as it is. */
const header = [
  ...reportColumns.map(({ name }) => name),
  "rejected_place",
  "rejected_because",
  "rejected_text",
];

/** The first line of a CSV of rejects. */
export function rejectsHeader(): string {
  return stringify([header]);
}

/** Returns the lines of a CSV of rejects. */
export function rejectsLines(rejects: readonly Reject[]): string {
  const lines = rejects.map(({ report, place, because, text }) => [
    ...reportColumns.map(({ key }) => report[key]),
    place,
    because,
    text,
  ]);
  return stringify(lines, { cast: { boolean: String } });
}

/** A corrected line of a CSV of rejects. */
export type MendedReject = Pick<Reject, "place" | "because"> & { report: object; text: string };

const mendedSchema = z.looseObject({
  rejected_place: z.string(),
  rejected_because: z.string().default(""),
  rejected_text: z.string().default(""),
});

/**
 * Reads the text of a CSV of rejects, with its columns in any order. Throws an Error that names the file and
 * the line if it is not such a CSV.
 */
export function readRejectsCsv(path: string, text: string): MendedReject[] {
  return readRecords(path, text).map((record, index) => {
    const line = mendedSchema.safeParse(record);
    if (!line.success) {
      throw new Error(
        `${path}: record ${index + 1} has no column rejected_place, which names the object that it came from. Keep the columns as rejects edit wrote them, separated by commas`,
      );
    }
    const { rejected_place: place, rejected_because: because, rejected_text: stored } = line.data;
    const row = Object.fromEntries(
      reportColumns.map(({ name }) => [name, typeof line.data[name] === "string" ? line.data[name] : ""]),
    );
    return { place, because, text: stored, report: reportFromRow(row) };
  });
}

function readRecords(path: string, text: string): Record<string, string>[] {
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true });
  } catch (cause) {
    if (!(cause instanceof CsvError)) {
      throw cause;
    }
    const where = typeof cause["lines"] === "number" ? ` at line ${cause["lines"]}` : "";
    throw new Error(
      `${path} is not a CSV as rejects edit wrote it${where}: each line needs as many fields as the first, and quotes in pairs`,
      { cause },
    );
  }
}
