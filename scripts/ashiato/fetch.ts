import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Export, exportSchema } from "@ashiato/core/api/schemas";
import { numberText } from "../terminal/text-table.ts";
import { askApi } from "./api.ts";
import { bar } from "./bar.ts";
import { type Command, type Io, readWords } from "./command.ts";
import { openStage } from "./stage.ts";

export const fetchCommand: Command = {
  name: "fetch",
  summary: "downloads the CSV of a business date and checks it",
  help: `Downloads the CSV of a business date by its signed link, and checks it against its SHA-256.

  npm run ashiato -- fetch DATE [--out DIR] [--version N]

  --out DIR    where the file goes (default: out)
  --version N  an older version (default: the newest)
  --stage, --json: see npm run ashiato -- --help`,
  async run(words, io) {
    const options = { out: { type: "string", default: "out" }, version: { type: "string" } } as const;
    const { values, positionals } = readWords(words, options, ["DATE"]);
    const stage = await openStage(values);
    const query = values.version === undefined ? "" : `?version=${encodeURIComponent(values.version)}`;
    const path = `/v1/exports/${encodeURIComponent(positionals[0] ?? "")}${query}`;
    const found = await askApi(stage, path, { schema: exportSchema, signal: io.signal });
    await mkdir(values.out, { recursive: true });
    const paths: string[] = [];
    for (const file of found.files) {
      paths.push(await download(file, values.out, io));
    }
    const { date, version, rows, bytes, checksum } = found;
    io.print(
      values.json
        ? JSON.stringify({ date, version, rows, bytes, checksum, paths })
        : `${paths.join("\n")}\n${date} version ${version}: ${numberText(rows)} rows, ${numberText(bytes)} bytes, ${checksum}`,
    );
    return 0;
  },
};

/** The file gets its name when all of its bytes are there and right. Throws an Error if the link is refused or the bytes are others. */
async function download(
  file: Export["files"][number],
  directory: string,
  { progress, signal }: Io,
): Promise<string> {
  const path = join(directory, file.name);
  const part = `${path}.part`;
  const answer = await fetch(file.url, { signal });
  if (!answer.ok || answer.body === null) {
    throw new Error(`The link of ${file.name} answers ${answer.status}: ${await answer.text()}`);
  }
  const hash = createHash("sha256");
  let bytes = 0;
  await pipeline(
    answer.body,
    async function* (pieces: AsyncIterable<Uint8Array>) {
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.length;
        progress.update(`${bar(bytes, file.bytes)} ${numberText(bytes)} of ${numberText(file.bytes)} bytes`);
        yield piece;
      }
    },
    createWriteStream(part),
  );
  const digest = hash.digest("hex");
  if (digest !== file.sha256) {
    throw new Error(`${part} has the SHA-256 ${digest}; ${file.name} was published with ${file.sha256}`);
  }
  await rename(part, path);
  return path;
}
