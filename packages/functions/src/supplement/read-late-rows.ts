import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { batchMarkerSchema } from "@ashiato/core/daily-batch/batch";
import { FunctionError } from "../errors.ts";
import { findJson, openObject } from "../aws/objects.ts";

/**
 * Returns the rows of the batches that a claim's markers name, as they are in the date's partition. A marker
 * that is not there any more was deleted by an export that holds its rows. Throws RowCountMismatch if a file
 * has another number of rows than its batch wrote.
 */
export async function readLateRows(bucket: string, markers: readonly string[]): Promise<string[]> {
  const rows: string[] = [];
  for (const marker of markers) {
    const found = await findJson(bucket, marker, batchMarkerSchema);
    if (found === undefined) {
      continue;
    }
    const before = rows.length;
    const { body } = await openObject(bucket, found.key);
    const gunzip = createGunzip();
    await Promise.all([
      pipeline(body, gunzip),
      (async () => {
        for await (const line of createInterface({ input: gunzip, crlfDelay: Infinity })) {
          rows.push(line);
        }
      })(),
    ]);
    if (rows.length - before !== found.rows) {
      throw new FunctionError(
        "RowCountMismatch",
        `s3://${bucket}/${found.key} holds ${rows.length - before} rows, but its batch wrote ${found.rows}`,
      );
    }
  }
  return rows;
}
