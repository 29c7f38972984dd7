import { appendFile, mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { gunzipSync } from "node:zlib";
import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { rejectedPrefix } from "@ashiato/core/keys";
import { stringify } from "csv-stringify/sync";
import { numberText } from "../terminal/text-table.ts";
import { type Command, type Io, readWords, UsageError } from "./command.ts";
import { rejectedRows } from "./replay/rejected-rows.ts";
import { postReports } from "./send/post-reports.ts";
import { type CommandStage, openStage } from "./stage.ts";

const batchReports = 200;
const patienceSeconds = 60;

export const replayRejectedCommand: Command = {
  name: "replay-rejected",
  summary: "sends rejected rows again, after they were repaired",
  help: `Sends the rows of the objects under a prefix of rejected/ again: rows that distribute could not use, and messages that store could not read.

  npm run ashiato -- replay-rejected PREFIX [--delete]

PREFIX begins with rejected/. To repair rows, download an object, mend its column "row", and upload it under rejected/repaired/; then replay that.
  --delete      delete each object of which every row was accepted
  --still FILE  where rows go that are rejected again, with the reasons (default out/rejected-again.csv)
  --stage, --json: see npm run ashiato -- --help

The exit code is 0 when every row was accepted. Rows that are stored already count once.`,
  async run(words, io) {
    const options = {
      delete: { type: "boolean", default: false },
      still: { type: "string", default: "out/rejected-again.csv" },
    } as const;
    const { values, positionals } = readWords(words, options, ["PREFIX"]);
    const prefix = positionals[0] ?? "";
    if (!prefix.startsWith(rejectedPrefix)) {
      throw new UsageError(`PREFIX must begin with ${rejectedPrefix}, got ${JSON.stringify(prefix)}`);
    }
    const stage = await openStage(values);
    const outcome = await replay({ stage, prefix, still: values.still, remove: values.delete }, io);
    const { objects, rows, accepted, rejected } = outcome;
    const text = `${numberText(rows)} rows of ${objects} objects: ${numberText(accepted)} accepted, ${numberText(rejected)} rejected again`;
    io.print(
      values.json
        ? JSON.stringify({ ...outcome, ...(rejected > 0 && { still: values.still }) })
        : `${text}${rejected > 0 ? `: ${values.still}` : ""}`,
    );
    return rejected === 0 ? 0 : 1;
  },
};

type Replay = { stage: CommandStage; prefix: string; still: string; remove: boolean };
type Outcome = { objects: number; rows: number; accepted: number; rejected: number; deleted: number };
type Still = { key: string; reason: string; row: string };

async function replay({ stage, prefix, still, remove }: Replay, io: Io): Promise<Outcome> {
  const s3 = new S3Client({});
  const outcome: Outcome = { objects: 0, rows: 0, accepted: 0, rejected: 0, deleted: 0 };
  try {
    await rm(still, { force: true });
    for await (const page of paginateListObjectsV2(
      { client: s3 },
      { Bucket: stage.lakeBucket, Prefix: prefix },
    )) {
      for (const { Key: key = "" } of page.Contents ?? []) {
        io.progress.update(`Replaying ${key}`);
        const rows = rejectedRows(key, await readText(s3, stage.lakeBucket, key));
        const left = await sendRows({ key, rows }, stage, io);
        outcome.objects += 1;
        outcome.rows += rows.length;
        outcome.accepted += rows.length - left.length;
        outcome.rejected += left.length;
        if (left.length > 0) {
          await keep(still, left, outcome.rejected === left.length);
        } else if (remove) {
          await s3.send(new DeleteObjectCommand({ Bucket: stage.lakeBucket, Key: key }));
          outcome.deleted += 1;
        }
      }
    }
    return outcome;
  } finally {
    s3.destroy();
  }
}

async function sendRows(
  { key, rows }: { key: string; rows: ReturnType<typeof rejectedRows> },
  { apiUrl, tokens }: CommandStage,
  { signal, progress }: Io,
): Promise<Still[]> {
  const target = {
    apiUrl,
    token: tokens.ingest,
    signal,
    patienceSeconds,
    onRetry: (reason: string) => progress.update(`Trying again: ${reason}`),
  };
  const sendable = rows.flatMap(({ row, report }) => (report === undefined ? [] : [{ row, report }]));
  const left = rows.flatMap(({ row, report }) =>
    report === undefined ? [{ key, reason: "has another number of fields than a row", row }] : [],
  );
  for (let start = 0; start < sendable.length; start += batchReports) {
    const batch = sendable.slice(start, start + batchReports);
    const rejections = await postReports(
      batch.map(({ report }) => report),
      target,
    );
    for (const { index, issues } of rejections) {
      const reason = issues.map(({ path, message }) => `${path} ${message}`.trim()).join("; ");
      left.push({ key, reason, row: batch[index]?.row ?? "" });
    }
  }
  return left;
}

async function readText(s3: S3Client, bucket: string, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
  return (key.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

async function keep(path: string, rows: Still[], first: boolean): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const records = rows.map(({ key, reason, row }) => [key, reason, row]);
  await appendFile(path, stringify(first ? [["key", "reason", "row"], ...records] : records));
}
