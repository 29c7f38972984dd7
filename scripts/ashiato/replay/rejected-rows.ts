import { columns, partitionColumn } from "@ashiato/core/columns";
import { reportFromRow } from "@ashiato/core/report-row";
import { parse } from "csv-parse/sync";
import { z } from "zod";

/** A row that was rejected, and the report that it says; absent where it has another number of fields than a row. */
export type RejectedRow = { row: string; report?: Record<string, unknown> };

const rowSchema = z.object({ row: z.string() });
const messageSchema = z.object({ body: z.string() });

/**
 * The rows of an object under `rejected/`, by its name: `….csv` has a column `row`, `….jsonl` messages whose bodies are a heading and rows. Throws a
 * RangeError for another name, and a SyntaxError or ZodError for other contents.
 */
export function rejectedRows(key: string, text: string): RejectedRow[] {
  if (/\.csv(\.gz)?$/.test(key)) {
    const records: unknown = parse(text, { columns: true });
    return z
      .array(rowSchema)
      .parse(records)
      .map(({ row }) => rejectedRow(row));
  }
  if (/\.jsonl(\.gz)?$/.test(key)) {
    const lines = text.split("\n").filter((line) => line !== "");
    return lines.flatMap((line) => {
      const { body } = messageSchema.parse(JSON.parse(line));
      return body.split("\n").slice(1).map(rejectedRow);
    });
  }
  throw new RangeError(`${key} is neither a CSV of rejected rows nor JSON lines of rejected messages`);
}

/** A work row is the business date and the table's columns; no field of it needs quotes. */
function rejectedRow(row: string): RejectedRow {
  const values = row.split(",");
  const names = [partitionColumn.name, ...columns.map(({ name }) => name)];
  if (values.length !== names.length) {
    return { row };
  }
  return {
    row,
    report: reportFromRow(Object.fromEntries(names.map((name, index) => [name, values[index]]))),
  };
}
