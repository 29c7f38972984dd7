import { pipeline } from "node:stream/promises";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { ListedObject } from "@ashiato/core/batch-id";
import { FunctionError } from "../aws/function-error.ts";
import { openObject } from "../aws/objects.ts";
import { RowSplitter, type RowSink } from "./split-rows.ts";

/** Bytes that the decompressor gives at a time, instead of zlib's 16 KB: each costs a round through the stream. */
const chunkSize = 256 * 1024;

export type Reading = { bucket: string; object: ListedObject; sink: RowSink; flush: () => Promise<void> };

/**
 * Streams a work object's lines to the sink; after each piece `flush` may hold the stream back. Returns the lines read. The ETag must still be the listed one.
 * Throws NoSuchKey if the object is gone, ObjectUnreadable if it is no whole gzip file, RowCountMismatch if it holds other than the rows
 * that its writer counted.
 */
export async function readWorkObject({ bucket, object, sink, flush }: Reading): Promise<number> {
  const { body, metadata } = await openObject(bucket, object.Key, object.Etag);
  const splitter = new RowSplitter(sink);
  await splitLines(body, splitter, { flush, name: `s3://${bucket}/${object.Key}` });
  const expected = metadata["rows"];
  if (expected !== undefined && splitter.rows !== Number(expected)) {
    throw new FunctionError(
      "RowCountMismatch",
      `s3://${bucket}/${object.Key} holds ${splitter.rows} rows, and its metadata says ${expected}`,
    );
  }
  return splitter.rows;
}

async function splitLines(
  body: Readable,
  splitter: RowSplitter,
  { flush, name }: { flush: () => Promise<void>; name: string },
): Promise<void> {
  try {
    await pipeline(body, createGunzip({ chunkSize }), async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) {
        splitter.push(piece);
        await flush();
      }
    });
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && String(cause.code).startsWith("Z_")) {
      throw new FunctionError("ObjectUnreadable", `${name} is no whole gzip file: ${cause.message}`, {
        cause,
      });
    }
    throw cause;
  }
  splitter.end();
}
