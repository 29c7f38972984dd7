import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { Readable, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip, createZstdCompress } from "node:zlib";
import { z } from "zod";
import { runBzip2 } from "../bzip2/bzip2.ts";
import type { UnloadCompression } from "../grammar/statement.ts";
import { runThread } from "../run-thread.ts";
import { cutCsv, type CsvPart, type CutPlan } from "./cut-csv.ts";

/** A file that is ready to be put. `records` counts the header line too. */
const writtenFile = z.object({
  slice: z.number(),
  part: z.number(),
  path: z.string(),
  bytes: z.number(),
  records: z.number(),
});

export type WrittenFile = z.infer<typeof writtenFile>;

/** A CSV file that is to be cut, and how its parts are compressed. */
export type Cut = { file: string; compression: UnloadCompression; plan: CutPlan };

/** A larger file is cut on a thread of its own, as the event loop has others to serve. */
const largestHereBytes = 16 * 1024 * 1024;

/** Three times as fast as zlib's default, for files of rows that are 7 % larger. */
const gzipLevel = 1;

const readBytes = 1024 * 1024;

/** Of zlib's own 16 kB, each is a turn of the thread pool. */
const packedBytes = 256 * 1024;

/** Writes the parts of a CSV file beside it, in their order. Rejects with the signal's reason. */
export async function writeParts(cut: Cut, signal: AbortSignal): Promise<WrittenFile[]> {
  if (cut.plan.bytes <= largestHereBytes) {
    return writePartsHere(cut, signal);
  }
  const module = new URL("./write-parts-worker.ts", import.meta.url);
  return z.array(writtenFile).parse(await runThread(module, cut, signal));
}

/** Writes parts while more of them are found, two at a time: zlib works in threads beside this one. */
export async function writePartsHere(
  { file, compression, plan }: Cut,
  signal: AbortSignal,
): Promise<WrittenFile[]> {
  const parts = cutCsv(file, plan, signal);
  const files: WrittenFile[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for await (const part of parts) {
      const index = next;
      next += 1;
      files[index] = await writePart(part, { file, compression }, signal);
    }
  };
  for (const ended of await Promise.allSettled([work(), work()])) {
    if (ended.status === "rejected") {
      throw ended.reason;
    }
  }
  return files;
}

async function writePart(
  part: CsvPart,
  { file, compression }: Omit<Cut, "plan">,
  signal: AbortSignal,
): Promise<WrittenFile> {
  const target = `${file}-${part.slice}-${part.part}`;
  const source = Readable.from(bytesOf(part, file), { objectMode: false });
  const packer = packerOf(compression);
  await pipeline([source, ...(packer ? [packer] : []), createWriteStream(target)], { signal });
  if (compression === "bzip2") {
    const plain = `${target}.plain`;
    await rename(target, plain);
    await runBzip2({ action: "compress", from: plain, to: target }, signal);
    await rm(plain);
  }
  const { size: bytes } = await stat(target);
  return { slice: part.slice, part: part.part, path: target, bytes, records: part.records };
}

/** Of bzip2 none streams. */
function packerOf(compression: UnloadCompression): Transform | undefined {
  switch (compression) {
    case "gzip":
      return createGzip({ level: gzipLevel, chunkSize: packedBytes });
    case "zstd":
      return createZstdCompress({ chunkSize: packedBytes });
    case "bzip2":
    case "none":
      return undefined;
  }
}

async function* bytesOf({ header, from, to }: CsvPart, file: string): AsyncGenerator<Buffer> {
  if (header.length > 0) {
    yield header;
  }
  if (to > from) {
    const range = { start: from, end: to - 1, highWaterMark: readBytes };
    yield* createReadStream(file, range) as AsyncIterable<Buffer>;
  }
}
