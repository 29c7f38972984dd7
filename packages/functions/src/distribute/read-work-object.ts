import type { Readable } from "node:stream";
import { gzipHeaderBytes, hasExtraField } from "@ashiato/core/work-object/gzip-piece";
import { FunctionError } from "../errors.ts";
import { ByteReader } from "./byte-reader.ts";
import type { OpenedObject } from "./open-ahead.ts";
import { readPieces } from "./read-pieces.ts";
import { RowSplitter, type RowSink } from "./split-rows.ts";
import { unpackWhole } from "./unpack-whole.ts";

export type Reading = OpenedObject & { bucket: string; sink: RowSink; flush: () => Promise<void> };

/**
 * Streams a work object to the sink: the pieces of one with an index as they are, the lines of any other;
 * after each piece `flush` may hold the stream back. Returns the number of lines read. The object must still
 * have the listed ETag. Throws ObjectUnreadable if it is not a complete gzip file of lines, RowCountMismatch
 * if its row count differs from its writer's, RowCountMissing if its metadata has no count, TooManyDates, and
 * WorkObjectFailed with S3's error as the cause. Every message names the object.
 */
export async function readWorkObject({ bucket, object, opened, sink, flush }: Reading): Promise<number> {
  try {
    const { body, metadata } = await opened;
    const rows = await readRows(body, sink, flush).finally(() => body.destroy());
    checkRows(rows, metadata["rows"]);
    return rows;
  } catch (error) {
    throw naming(`s3://${bucket}/${object.Key}`, error);
  }
}

async function readRows(body: Readable, sink: RowSink, flush: () => Promise<void>): Promise<number> {
  const reader = new ByteReader(body);
  const header = await reader.read(gzipHeaderBytes);
  if (hasExtraField(header)) {
    return await readPieces(reader, async (piece) => {
      sink.piece(piece);
      await flush();
    });
  }
  const splitter = new RowSplitter(sink);
  const whole = async function* (): AsyncGenerator<Buffer> {
    yield header;
    yield* reader.rest();
  };
  await unpackWhole(whole(), async (piece) => {
    splitter.push(piece);
    await flush();
  });
  splitter.end();
  return splitter.rows;
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
