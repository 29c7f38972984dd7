import { createWriteStream } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { workerData } from "node:worker_threads";
import { z } from "zod";
import { fetchFile } from "../../scripts/api/fetch-file.ts";

/** Downloads files by their links, one after the other, as `ashiato fetch` does. */
const file = z.object({ name: z.string(), url: z.string(), bytes: z.number(), sha256: z.string() });
const { files, folder } = z.object({ files: z.array(file), folder: z.string() }).parse(workerData);

for (const each of files) {
  const bytes = Readable.from(fetchFile(each, new AbortController().signal));
  await pipeline(bytes, createWriteStream(path.join(folder, each.name)));
}
