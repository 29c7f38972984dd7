import { hash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { placeText } from "@ashiato/core/file-intake/receipt";
import { type Upload, uploadListSchema, uploadSchema } from "@ashiato/core/api/upload-schemas";
import { askApi } from "../api/ask-api.ts";
import { ScriptError } from "../script-error.ts";
import { bar } from "../terminal/bar.ts";
import { counted } from "../terminal/counted.ts";
import { numberText } from "../terminal/text-table.ts";
import { type Command, type Io, readWords, wholeNumber } from "./command.ts";
import { type CommandStage, openStage } from "./stage.ts";
import { putFile } from "./upload/put-file.ts";

/** A file of this size is read once more before it is sent, for its checksum; a larger one comes in parts. */
const maxHashedBytes = 100 * 1024 ** 2;
const pollMilliseconds = 1_000;

export const uploadCommand: Command = {
  help: `Uploads files of reports, which the stage takes in by itself, and waits for what becomes of them.

  npm run ashiato -- upload FILE... [--client NAME] [--parallel N]

For example: npm run ashiato -- upload tracks-2026-11.csv --client partner

  --client NAME  whose files they are: the folder in the inbox, with its settings (default: api)
  --parallel N   parts of a large file that are sent at a time (default 4)
  --stage, --json: see npm run ashiato -- --help

A file of more than 100 MiB is sent in parts. After an interruption, run the same command again: it sends only the parts that are missing, unless the file
was changed meanwhile. Files of any size need not be read into memory: the stage converts them, and not this command, as send does.
Exits 0 only if every file is registered, now or before.`,
  async run(words, io) {
    const own = {
      client: { type: "string", default: "api" },
      parallel: { type: "string", default: "4" },
    } as const;
    const names = words.filter((word) => !word.startsWith("-")).map(() => "[FILE]");
    const { values, positionals } = readWords(words, own, ["FILE", ...names]);
    const parallel = wholeNumber("--parallel", values.parallel);
    const stage = await openStage(values);
    const ended: Upload[] = [];
    for (const path of positionals) {
      const upload = await sendOne(path, { stage, io, client: values.client, parallel });
      const end = await watch(upload, stage, io);
      ended.push(end);
      if (!values.json) {
        io.print(endText(path, end));
      }
    }
    if (values.json) {
      io.print(JSON.stringify(ended));
    }
    return ended.every(({ status }) => status === "registered" || status === "same") ? 0 : 1;
  },
};

type Sending = { stage: CommandStage; io: Io; client: string; parallel: number };

async function sendOne(path: string, { stage, io, client, parallel }: Sending): Promise<Upload> {
  const file = await statFile(path);
  const name = basename(path);
  const began = await findBegun(stage, { ...file, name, client }, io.signal);
  const sha256 = file.bytes > maxHashedBytes ? undefined : hash("sha256", await readFile(path), "hex");
  const body = { name, client, bytes: file.bytes, sha256 };
  const upload =
    began ??
    (await askApi(stage, "/v1/uploads", {
      schema: uploadSchema,
      method: "POST",
      body,
      role: "ingest",
      signal: io.signal,
    }));
  if (began) {
    io.progress.say(`Resuming ${name}`);
  }
  await putFile(path, upload, {
    parallel,
    signal: io.signal,
    onSent: (sent) =>
      io.progress.update(
        `${bar(sent, file.bytes)} ${numberText(sent)} of ${numberText(file.bytes)} bytes: ${name}`,
      ),
  });
  const { pathname } = new URL(upload.statusUrl);
  return upload.parts === undefined
    ? upload
    : askApi(stage, `${pathname}/complete`, {
        schema: uploadSchema,
        method: "POST",
        role: "ingest",
        signal: io.signal,
      });
}

async function statFile(path: string): Promise<{ bytes: number; changedAt: number }> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new ScriptError("BadInput", `There is no file ${path}`, { cause });
  });
  if (!found.isFile()) {
    throw new ScriptError("BadInput", `${path} is not a file`);
  }
  return { bytes: found.size, changedAt: found.mtimeMs };
}

/** Returns the upload in parts of this same file that broke off; undefined if none did. */
async function findBegun(
  stage: CommandStage,
  file: { name: string; client: string; bytes: number; changedAt: number },
  signal: AbortSignal,
): Promise<Upload | undefined> {
  if (file.bytes <= maxHashedBytes) {
    return undefined;
  }
  const list = await askApi(stage, "/v1/uploads?limit=100", {
    schema: uploadListSchema,
    role: "ingest",
    signal,
  });
  const begun = list.uploads.find(
    ({ name, client, bytes, status, createdAt }) =>
      status === "waiting" &&
      name === file.name &&
      client === file.client &&
      bytes === file.bytes &&
      Date.parse(createdAt) > file.changedAt,
  );
  return begun && getUpload(stage, begun.statusUrl, signal);
}

function getUpload(stage: CommandStage, statusUrl: string, signal: AbortSignal): Promise<Upload> {
  const { pathname } = new URL(statusUrl);
  return askApi(stage, pathname, { schema: uploadSchema, role: "ingest", signal });
}

/** Waits for the end of a file that is there. */
async function watch({ statusUrl }: Upload, stage: CommandStage, io: Io): Promise<Upload> {
  for (;;) {
    const upload = await getUpload(stage, statusUrl, io.signal);
    const { name, status, progress } = upload;
    if (status !== "waiting" && status !== "inspecting" && status !== "converting") {
      io.progress.clear();
      return upload;
    }
    const done = progress && `${bar(progress.percent, 100)} ${numberText(progress.rowsDone)} rows: `;
    io.progress.update(`${done ?? ""}${status} ${name}`);
    await sleep(pollMilliseconds, undefined, { signal: io.signal });
  }
}

function endText(path: string, { status, rows, rejects = [], reason, intake }: Upload): string {
  const counts = rows && `${counted(rows.accepted, "row")} accepted, ${numberText(rows.rejected)} rejected`;
  return [
    `${path}: ${[status, reason, counts].filter((part) => part !== undefined).join(": ")}`,
    ...rejects.map((row) => `  ${placeText(row)}: ${row.reason}: ${row.text}`),
    ...(rejects.length > 0 ? [`  all of them: npm run ashiato -- intake ${intake}`] : []),
  ].join("\n");
}
