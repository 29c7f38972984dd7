// A stage that is killed at each step by which a date's partition is moved to compacted files.
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { exportListSchema } from "@ashiato/core/api/schemas";
import { type Compaction, compactionSchema } from "@ashiato/core/daily-batch/compaction";
import { compactedPrefix, compactionKey, isCompacted, partitionPrefix } from "@ashiato/core/store-keys";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { StageFile } from "../src/stage/stage-file.ts";
import { KillableStage } from "./support/killable-stage.ts";
import { credentialsOf, tokyoDate } from "./support/running-stage.ts";

type Step = NonNullable<Compaction["moving"]>["step"];

/** Has reached its last age, so that every run finds its compaction due. */
const date = tokyoDate(Date.now() - 33 * 86_400_000);
const steps: readonly Step[] = ["planned", "switched", "copied"];
/** Runs that have not come to all steps by then never will. */
const maxRuns = 8;
const lookMilliseconds = 5;
/** After so many looks at the record one at the run. */
const looksOfRun = 50;
const reports = Array.from({ length: 300 }, (_, index) => index);

let stage: KillableStage;
let running: StageFile;
let s3: S3Client;

beforeAll(async () => {
  stage = await KillableStage.make();
  await start();
});

afterAll(async () => {
  s3?.destroy();
  await stage?.remove();
});

async function start(): Promise<void> {
  running = await stage.start();
  s3?.destroy();
  s3 = new S3Client({
    region: "ap-northeast-1",
    credentials: credentialsOf(running.environment),
    endpoint: running.environment["AWS_ENDPOINT_URL_S3"] ?? "",
    forcePathStyle: true,
  });
}

function device(index: number): string {
  return `device-${String(index).padStart(3, "0")}`;
}

/** A row as a partition's files have it. */
function row(index: number): string {
  const id = `8f0a4f0e-5f4b-4d54-8f5e-${String(index).padStart(12, "0")}`;
  return `${device(index)},${date} 01:00:00.000000,35.68,139.76,,,,,,,,${id},${date} 02:00:00.000000,\n`;
}

async function put(Key: string, Body: Uint8Array | string): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: running.outputs["lakeBucket"], Key, Body }));
}

async function keys(Prefix: string): Promise<string[]> {
  const asked = new ListObjectsV2Command({ Bucket: running.outputs["lakeBucket"], Prefix });
  return ((await s3.send(asked)).Contents ?? []).map(({ Key = "" }) => Key);
}

async function read(Key: string): Promise<Buffer> {
  const asked = new GetObjectCommand({ Bucket: running.outputs["lakeBucket"], Key });
  return Buffer.from((await (await s3.send(asked)).Body?.transformToByteArray()) ?? []);
}

async function record(): Promise<Compaction | undefined> {
  const [key] = await keys(compactionKey(date));
  return key === undefined ? undefined : compactionSchema.parse(JSON.parse((await read(key)).toString()));
}

async function ask(path: string, method = "GET"): Promise<unknown> {
  const answer = await fetch(`${running.outputs["apiUrl"]}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${running.tokens.download}`,
      ...(method === "POST" && { "content-type": "application/json" }),
    },
    ...(method === "POST" && { body: "{}" }),
  });
  expect(answer.ok, `${method} ${path} answered ${answer.status}`).toBe(true);
  return answer.json();
}

async function startRun(): Promise<string> {
  return z.object({ run: z.string() }).parse(await ask("/v1/runs", "POST")).run;
}

/** A statement of an export that was killed fails its run, and the next one exports the date again. */
async function hasEnded(run: string, wasKilled: boolean): Promise<boolean> {
  const { status } = z.object({ status: z.string() }).parse(await ask(`/v1/runs/${run}`));
  expect(["RUNNING", "SUCCEEDED", ...(wasKilled ? ["FAILED"] : [])]).toContain(status);
  return status !== "RUNNING";
}

/** Watches a run to its end, and kills the stage when the date's record comes to a step that is new. */
async function killAt(killed: Step[], run: string): Promise<void> {
  let wasKilled = false;
  for (let looks = 1; looks % looksOfRun !== 0 || !(await hasEnded(run, wasKilled)); looks += 1) {
    const step = (await record())?.moving?.step;
    if (step !== undefined && !killed.includes(step)) {
      await stage.kill();
      wasKilled = true;
      killed.push(step);
      await start();
    }
    await sleep(lookMilliseconds);
  }
}

it("loses and doubles nothing, and its runs go on to the end", async () => {
  // Every third report is in each of the three files.
  for (const part of [0, 1, 2]) {
    const some = reports.filter((index) => index % 3 === part || index % 3 === 0);
    await put(`${partitionPrefix(date)}batch-${part}.csv.gz`, gzipSync(some.map(row).join("")));
  }
  await put(`pending/dt=${date}/request-old.json`, "{}");

  const killed: Step[] = [];
  for (let runs = 1; runs <= maxRuns && killed.length < steps.length; runs += 1) {
    await killAt(killed, await startRun());
  }
  expect(killed.toSorted()).toEqual(steps.toSorted());
  // The next run removes what the killed ones have left.
  await killAt(killed, await startRun());

  const files = await keys(partitionPrefix(date));
  expect(files.filter((key) => !isCompacted(key))).toEqual([]);
  const lines = await Promise.all(files.map(async (key) => gunzipSync(await read(key)).toString()));
  const devices = lines
    .join("")
    .split("\n")
    .slice(0, -1)
    .map((line) => line.slice(0, device(0).length));
  expect(devices.toSorted()).toEqual(reports.map(device));
  expect(await keys(compactedPrefix)).toEqual([]);

  const { exports } = exportListSchema.parse(await ask(`/v1/exports?from=${date}&to=${date}`));
  expect(exports).toMatchObject([{ rows: reports.length }]);
  const answers = await Promise.all((exports[0]?.files ?? []).map(({ url }) => fetch(url)));
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  const exported = z
    .array(z.looseObject({ device_id: z.string() }))
    .parse(parse(texts.join(""), { columns: true }));
  expect(exported.map(({ device_id }) => device_id)).toEqual(reports.map(device));
}, 1_800_000);
