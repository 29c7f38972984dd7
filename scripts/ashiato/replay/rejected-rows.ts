import { columns, partitionColumn } from "@ashiato/core/columns";
import { reportFromRow } from "@ashiato/core/report-row";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { counted } from "../../terminal/counted.ts";
import type { RejectedKind, RejectedRecord } from "./rejected-record.ts";

const recordsSchema = z.array(z.object({ row: z.string() }));

/** Rows that `distribute` could not use, or that an export left out as conflicts: a CSV with the column `row`. Repaired rows have the same form. */
export const rejectedRows: RejectedKind = {
  takes: (key) => /\.csv(\.gz)?$/.test(key) && !key.startsWith("rejected/objects/"),
  read(text) {
    const records = recordsSchema.safeParse(parse(text, { columns: true }));
    if (!records.success) {
      throw new Error("it has no column row");
    }
    return records.data.map(({ row }) => recordOfRow(row));
  },
};

/** Returns the record of a work row, which is the business date and the table's columns; no field of it needs quotes. */
export function recordOfRow(row: string): RejectedRecord {
  const values = row.split(",");
  const names = [partitionColumn.name, ...columns.map(({ name }) => name)];
  if (values.length !== names.length) {
    return { text: row, problem: `has ${counted(values.length, "field")}, not ${names.length}` };
  }
  return {
    text: row,
    report: reportFromRow(Object.fromEntries(names.map((name, index) => [name, values[index]]))),
  };
}
