import { createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Export, exportSchema } from "@ashiato/core/api/schemas";
import { numberText } from "../terminal/text-table.ts";
import { fetchFile } from "../api/fetch-file.ts";
import { askApi } from "../api/ask-api.ts";
import { bar } from "../terminal/bar.ts";
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

/** The file gets its name when all of its bytes are there and right. Throws BadExport if the link is refused or the bytes are others. */
async function download(
  file: Export["files"][number],
  directory: string,
  { progress, signal }: Io,
): Promise<string> {
  const path = join(directory, file.name);
  const part = `${path}.part`;
  let received = 0;
  await pipeline(
    fetchFile(file, signal),
    async function* (pieces: AsyncIterable<Uint8Array>) {
      for await (const piece of pieces) {
        received += piece.length;
        progress.update(
          `${bar(received, file.bytes)} ${numberText(received)} of ${numberText(file.bytes)} bytes`,
        );
        yield piece;
      }
    },
    createWriteStream(part),
  );
  await rename(part, path);
  return path;
}
