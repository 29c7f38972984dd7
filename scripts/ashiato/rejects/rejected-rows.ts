import { columns } from "@ashiato/core/columns";
import { reportFromRow } from "@ashiato/core/report-row";
import { currentFormat } from "@ashiato/core/work-row";
import { CsvError, parse } from "csv-parse/sync";
import { z } from "zod";
import { counted } from "../../terminal/counted.ts";
import type { RejectedKind, RejectedRecord } from "./rejected-record.ts";

const recordsSchema = z.array(z.object({ reason: z.string().default(""), row: z.string() }));

/**
 * Rows that `distribute` could not use, or that an export left out as conflicts: a CSV with the column `row`.
 * Repaired rows have the same form.
 */
export const rejectedRows: RejectedKind = {
  takes: (key) => /\.csv(\.gz)?$/.test(key) && !key.startsWith("rejected/objects/"),
  read(text) {
    const records = recordsSchema.safeParse(readRecords(text));
    if (!records.success) {
      throw new Error("it has no column row");
    }
    return records.data.map(({ reason, row }) => recordOfRow(row, reason));
  },
};

function readRecords(text: string): unknown {
  try {
    return parse(text, { columns: true });
  } catch (cause) {
    if (!(cause instanceof CsvError)) {
      throw cause;
    }
    const where = typeof cause["lines"] === "number" ? ` at line ${cause["lines"]}` : "";
    throw new Error(`it is not a CSV whose lines have the fields of the first${where}`, { cause });
  }
}

/**
 * Returns the record of a work row, which is the business date and the table's columns; no field of it needs
 * quotes.
 */
export function recordOfRow(row: string, reason: string): RejectedRecord {
  const values = currentFormat.read(row);
  return values === undefined
    ? {
        text: row,
        reason,
        problem: `has ${counted(row.split(",").length, "field")}, not ${1 + columns.length}`,
      }
    : { text: row, reason, report: reportFromRow(values) };
}
