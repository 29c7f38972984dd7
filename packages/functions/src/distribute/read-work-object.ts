import type { ListedObject } from "@ashiato/core/daily-batch/batch";
import { FunctionError } from "../errors.ts";
import { openObject } from "../aws/objects.ts";
import { RowSplitter, type RowSink } from "./split-rows.ts";
import { unpackWhole } from "./unpack-whole.ts";

export type Reading = { bucket: string; object: ListedObject; sink: RowSink; flush: () => Promise<void> };

/**
 * Streams a work object's lines to the sink; after each piece `flush` may hold the stream back. Returns the
 * number of lines read. The object must still have the listed ETag. Throws ObjectUnreadable if it is not a
 * complete gzip file of lines, RowCountMismatch if its row count differs from its writer's, RowCountMissing
 * if its metadata has no count, TooManyDates, and WorkObjectFailed with S3's error as the cause. Every
 * message names the object.
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

/** Only the writer's count reveals that whole lines are missing from an object. */
function checkRows(rows: number, expected: string | undefined): void {
  if (expected === undefined || !/^\d+$/.test(expected)) {
    const found = expected === undefined ? "has no row count" : `says ${JSON.stringify(expected)} rows`;
    throw new FunctionError(
      "RowCountMissing",
      `its metadata ${found}, so its ${rows} rows may be incomplete. See docs/operations.md, A work object is corrupt`,
    );
  }
  if (rows !== Number(expected)) {
    throw new FunctionError("RowCountMismatch", `it holds ${rows} rows, but its metadata says ${expected}`);
  }
}

/** Returns the failure with the object's name in its message. */
function naming(object: string, cause: unknown): FunctionError {
  if (cause instanceof FunctionError) {
    return new FunctionError(cause.name, `${object}: ${cause.message}`, { cause });
  }
  if (cause instanceof Error && "code" in cause && String(cause.code).startsWith("Z_")) {
    return new FunctionError("ObjectUnreadable", `${object}: not a complete gzip file: ${cause.message}`, {
      cause,
    });
  }
  return new FunctionError("WorkObjectFailed", `${object}: ${String(cause)}`, { cause });
}
