import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { runListSchema } from "@ashiato/core/api/schemas";
import { isClientId } from "@ashiato/core/client-id";
import { batchResultSchema } from "@ashiato/core/daily-batch/batch";
import { compactionSchema } from "@ashiato/core/daily-batch/compaction";
import {
  batchKey,
  compactionKey,
  isCompacted,
  parseStoreKey,
  partitionPrefix,
  rejectedPrefix,
  requestKey,
} from "@ashiato/core/keys";
import type * as z from "zod";
import { askApi } from "../api/ask-api.ts";
import { counted } from "../terminal/counted.ts";
import { calendarDate, type Command, readWords, UsageError } from "./command.ts";
import { type CommandStage, openStage } from "./stage.ts";
import { splitRows, type Withdrawn } from "./withdraw/split-rows.ts";

export const withdrawCommand: Command = {
  help: `Takes the rows of a client out of a date of the table, and requests an export of the date without them.

  npm run ashiato -- withdraw CLIENT --date yyyy-MM-dd [--device DEVICE]

For example: npm run ashiato -- withdraw acme --date 2026-11-21

  --date DATE      business date of the rows
  --device DEVICE  only the rows of this device
  --stage, --json: see npm run ashiato -- --help

First end what brings the rows (clients revoke CLIENT), and run the batch, so that none is on its way. The rows that are taken out are put under
rejected/withdrawn/ first. Then make the export that was requested: npm run ashiato -- run. After an interruption, run the same command again.
Exits 0 if no row of the client is left in the date.`,
  async run(words, { print, signal }) {
    const options = { date: { type: "string" }, device: { type: "string" } } as const;
    const { values, positionals } = readWords(words, options, ["CLIENT"]);
    const [source = ""] = positionals;
    const { device } = values;
    if (!isClientId(source)) {
      throw new UsageError(`CLIENT must be the id of a client, got ${JSON.stringify(source)}`);
    }
    if (values.date === undefined) {
      throw new UsageError("--date is missing: it is the business date of the rows");
    }
    const dateOf = calendarDate("--date", values.date);
    const stage = await openStage(values);
    const date = dateOf(stage);
    await refuseWhileRunning(stage, signal);
    const s3 = new S3Client({});
    try {
      const rows = await withdraw({ s3, bucket: stage.lakeBucket, date }, { source, device });
      const text =
        rows === 0
          ? `${source} has no rows in ${date}`
          : `Took ${counted(rows, "row")} of ${source} out of ${date}: they are in s3://${stage.lakeBucket}/${withdrawnPrefix(date, source)}. Make the export without them: npm run ashiato -- run`;
      print(values.json ? JSON.stringify({ client: source, date, rows }) : text);
      return 0;
    } finally {
      s3.destroy();
    }
  },
};

type Partition = { s3: S3Client; bucket: string; date: string };

/** A run counts the rows of a date and then reads them: they must not change in between. */
async function refuseWhileRunning(stage: CommandStage, signal: AbortSignal): Promise<void> {
  const { runs } = await askApi(stage, "/v1/runs?limit=10", { schema: runListSchema, signal });
  const running = runs.find(({ status }) => status === "RUNNING");
  if (running !== undefined) {
    throw new Error(`Run ${running.run} is in progress: wait until it has ended`);
  }
}

/** Returns the number of rows that were taken out. */
async function withdraw(partition: Partition, withdrawn: Withdrawn): Promise<number> {
  const { s3, bucket, date } = partition;
  const compactions = await readJson(partition, compactionKey(date), compactionSchema);
  if (compactions?.value.moving !== undefined) {
    throw new Error(`A compaction of ${date} is under way: the next run finishes it, npm run ashiato -- run`);
  }
  const keys: string[] = [];
  const listed = { Bucket: bucket, Prefix: partitionPrefix(date) };
  for await (const page of paginateListObjectsV2({ client: s3 }, listed)) {
    keys.push(...(page.Contents ?? []).map(({ Key = "" }) => Key).filter((key) => parseStoreKey(key)));
  }
  const folder = await mkdtemp(join(tmpdir(), "ashiato-withdraw-"));
  try {
    let rows = 0;
    for (const key of keys) {
      rows += await withdrawFrom(partition, key, { withdrawn, folder });
    }
    if (rows > 0) {
      // A run that began meanwhile has taken the first request for done.
      await requestExport(partition, withdrawn.source);
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function withdrawFrom(
  partition: Partition,
  key: string,
  { withdrawn, folder }: { withdrawn: Withdrawn; folder: string },
): Promise<number> {
  const { s3, bucket, date } = partition;
  const { Body, ETag: etag = "" } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!(Body instanceof Readable)) {
    throw new Error(`s3://${bucket}/${key} has no body`);
  }
  const files = { kept: join(folder, "kept"), taken: join(folder, "taken") };
  const { kept, taken } = await splitRows(Body, withdrawn, files);
  if (taken === 0) {
    return 0;
  }
  const batch = parseStoreKey(key)?.batch ?? "";
  // The object's ETag: what is taken out of another content has another name.
  const name = `${withdrawnPrefix(date, withdrawn.source)}${batch}-${etag.replaceAll('"', "")}.csv.gz`;
  await putFile(partition, { key: name, path: files.taken });
  // Wherever it breaks off from here on, the date is exported again, and a repetition does the rest.
  await requestExport(partition, withdrawn.source);
  await recordRows(partition, { key, rows: kept, bytes: (await stat(files.kept)).size });
  await (kept === 0
    ? s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag }))
    : putFile(partition, { key, path: files.kept, etag }));
  return taken;
}

type Written = { key: string; rows: number; bytes: number };

/**
 * Writes what the object will hold into the record of the batch or the compaction that wrote it, if it has not
 * expired. An object without rows will not be there.
 */
async function recordRows(partition: Partition, written: Written): Promise<void> {
  const change = <File extends Written>(files: readonly File[]): File[] =>
    files
      .map((file) => (file.key === written.key ? { ...file, ...written } : file))
      .filter(({ rows }) => rows > 0);
  if (isCompacted(written.key)) {
    const record = await readJson(partition, compactionKey(partition.date), compactionSchema);
    if (record !== undefined) {
      const { settled } = record.value;
      await replaceJson(partition, record, {
        ...record.value,
        settled: { ...settled, files: change(settled.files) },
      });
    }
    return;
  }
  const batch = parseStoreKey(written.key)?.batch ?? "";
  const record = await readJson(partition, batchKey(batch), batchResultSchema);
  if (record !== undefined) {
    await replaceJson(partition, record, { ...record.value, dates: change(record.value.dates) });
  }
}

type ReadRecord<Value> = { key: string; etag: string | undefined; value: Value };

/** Returns a record; undefined if it is not there. */
async function readJson<Schema extends z.ZodType>(
  { s3, bucket }: Partition,
  key: string,
  schema: Schema,
): Promise<ReadRecord<z.infer<Schema>> | undefined> {
  try {
    const { Body, ETag: etag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return { key, etag, value: schema.parse(JSON.parse((await Body?.transformToString()) ?? "")) };
  } catch (error) {
    if (error instanceof NoSuchKey) {
      return undefined;
    }
    throw error;
  }
}

async function replaceJson(
  { s3, bucket }: Partition,
  { key, etag }: ReadRecord<unknown>,
  value: unknown,
): Promise<void> {
  const about = { ContentType: "application/json", IfMatch: etag, Body: JSON.stringify(value) };
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, ...about }));
}

/** Puts a file over the object with an ETag, or into a new one. */
async function putFile(
  { s3, bucket }: Partition,
  { key, path, etag }: { key: string; path: string; etag?: string },
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: createReadStream(path),
      ContentLength: (await stat(path)).size,
      ContentType: "application/gzip",
      ...(etag !== undefined && { IfMatch: etag }),
    }),
  );
}

/** Leaves the marker by which the next run exports the date. */
async function requestExport({ s3, bucket, date }: Partition, source: string): Promise<void> {
  const run = `withdraw-${source}`;
  const requested = { date, run, requestedAt: new Date().toISOString() };
  const Body = JSON.stringify(requested);
  const about = { ContentType: "application/json", Body };
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: requestKey(date, run), ...about }));
}

function withdrawnPrefix(date: string, source: string): string {
  return `${rejectedPrefix}withdrawn/dt=${date}/${source}/`;
}
