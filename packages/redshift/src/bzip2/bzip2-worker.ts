// Runs in a worker thread: libbz2 in WebAssembly leaves globals behind and works synchronously.
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { workerData } from "node:worker_threads";
import Bzip2 from "bzip2-wasm";
import unbzip2 from "unbzip2-stream";
import type { Bzip2Job } from "./bzip2.ts";

/** Blocks of 900,000 bytes, the largest, less what libbz2 keeps free of each. */
const blockSize = 9;
const blockBytes = 900_000 - 19;

/**
 * libbz2's bound of what does not compress: one percent and 600 bytes more.
 * https://sourceware.org/bzip2/manual/manual.html (BZ2_bzBuffToBuffCompress)
 */
const longestPacked = Math.ceil(blockBytes * 1.01) + 600;

const { action, from, to } = workerData as Bzip2Job;
const source = createReadStream(from, { highWaterMark: blockBytes });
if (action === "compress") {
  await pipeline(source, compress, createWriteStream(to));
} else {
  await decompress();
}

/** Each block is a stream of its own: a bzip2 file may be several, one after the other. */
async function* compress(blocks: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  const bzip2 = new Bzip2();
  await bzip2.init();
  let isEmpty = true;
  for await (const block of blocks) {
    isEmpty = false;
    yield bzip2.compress(block, blockSize, longestPacked);
  }
  if (isEmpty) {
    yield bzip2.compress(new Uint8Array(), blockSize, longestPacked);
  }
}

async function decompress(): Promise<void> {
  try {
    await pipeline(source, unbzip2(), createWriteStream(to));
  } catch (cause) {
    // Created again: the package's own errors lose their message on the way to another thread.
    throw new Error(`no whole bzip2 file: ${String(cause)}`, { cause });
  }
}
