import type { ListedObject } from "@ashiato/core/daily-batch/batch";
import { FunctionError } from "../errors.ts";
import { openObject } from "../aws/objects.ts";
import { RowSplitter, type RowSink } from "./split-rows.ts";
import { unpackWhole } from "./unpack-whole.ts";

export type Reading = { bucket: string; object: ListedObject; sink: RowSink; flush: () => Promise<void> };

/**
 * Streams a work object's lines to the sink; after each piece `flush` may hold the stream back. Returns the lines read. The ETag must still be the listed one.
 * Throws ObjectUnreadable if it is no whole gzip file of lines, RowCountMismatch if it holds other than the rows that its writer counted, RowCountMissing if no writer counted them, TooManyDates,
 * and WorkObjectFailed with S3's own error as cause. Each names the object: whoever is called must know what to look at.
 */
export async function readWorkObject({ bucket, object, sink, flush }: Reading): Promise<number> {
  const splitter = new RowSplitter(sink);
  try {
    const { body, metadata } = await openObject(bucket, object.Key, object.Etag);
    await unpackWhole(body, async (piece) => {
      splitter.push(piece);
      await flush();
    });
    splitter.end();
    checkRows(splitter.rows, metadata["rows"]);
    return splitter.rows;
  } catch (error) {
    throw naming(`s3://${bucket}/${object.Key}`, error);
  }
}

/** Nothing but its writer's count tells of an object from which whole lines are missing. */
function checkRows(rows: number, expected: string | undefined): void {
  if (expected === undefined || !/^\d+$/.test(expected)) {
    const found = expected === undefined ? "has no row count" : `says ${JSON.stringify(expected)} rows`;
    throw new FunctionError(
      "RowCountMissing",
      `its metadata ${found}, so that nothing tells whether its ${rows} rows are all. See docs/operations.md, A work object is corrupt`,
    );
  }
  if (rows !== Number(expected)) {
    throw new FunctionError("RowCountMismatch", `it holds ${rows} rows, and its metadata says ${expected}`);
  }
}

/** The failure with the object's name. */
function naming(object: string, cause: unknown): FunctionError {
  if (cause instanceof FunctionError) {
    return new FunctionError(cause.name, `${object}: ${cause.message}`, { cause });
  }
  if (cause instanceof Error && "code" in cause && String(cause.code).startsWith("Z_")) {
    return new FunctionError("ObjectUnreadable", `${object}: no whole gzip file: ${cause.message}`, {
      cause,
    });
  }
  return new FunctionError("WorkObjectFailed", `${object}: ${String(cause)}`, { cause });
}
