import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { ExecutionRun } from "../../state-execution/execution-run.ts";
import { s3Failure } from "../reader-failure.ts";

export type ObjectLocation = { bucket: string; key: string; versionId?: string };

/** The bytes of an object, chunk by chunk; one whose key ends in `.gz` is decompressed on the way. */
export async function* objectBytes(
  { run, signal }: { run: ExecutionRun; signal: AbortSignal },
  location: ObjectLocation,
): AsyncGenerator<Uint8Array> {
  try {
    const body = await run.integrations.s3.getObject({ ...location, signal });
    yield* location.key.endsWith(".gz") ? gunzipped(body) : body;
  } catch (error) {
    if (signal.aborted) throw error;
    throw s3Failure(error);
  }
}

async function* gunzipped(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* Readable.from(body).pipe(createGunzip());
}

/** The object's text, chunk by chunk, no character cut in two. */
export async function* objectText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
