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
import { counted } from "../terminal/counted.ts";

export const fetchCommand: Command = {
  name: "fetch",
  summary: "downloads the CSV of a business date and checks it",
  help: `Downloads the CSV of a business date through its signed link and checks its SHA-256.

  npm run ashiato -- fetch DATE [--out DIR] [--version N]

  --out DIR    folder for the file (default: out)
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
        : `${paths.join("\n")}\n${date} version ${version}: ${counted(rows, "row")}, ${counted(bytes, "byte")}, ${checksum}`,
    );
    return 0;
  },
};

/**
 * Downloads a file under a temporary name, and renames it once every byte is there and correct. Throws
 * BadExport when the link is refused or the bytes differ.
 */
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
          `${bar(received, file.bytes)} ${numberText(received)} of ${counted(file.bytes, "byte")}`,
        );
        yield piece;
      }
    },
    createWriteStream(part),
  );
  await rename(part, path);
  return path;
}
