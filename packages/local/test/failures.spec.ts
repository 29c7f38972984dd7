import { gzipSync } from "node:zlib";
import { CopyObjectCommand, DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { unloadPrefix } from "@ashiato/core/export-keys";
import { afterEach, expect, it, vi } from "vitest";
import { requestGate } from "./support/request-gate.ts";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";
import { subscribe } from "./support/topic-messages.ts";

let app: RunningStage | undefined;
const date = yesterdayInTokyo();

afterEach(async () => {
  await app?.stop();
  app = undefined;
});

/** A line of a work object, of yesterday at 11 o'clock in Tokyo and the given seconds, from 10 to 59. */
function workRow(second: number): string {
  const id = `0b5e3f0e-6b1c-8b52-9d5b-0000000000${second}`;
  return `${date},phone,${date} 02:00:${second}.000000,35.68,139.76,,,,,,,,${id},${date} 02:01:00.000000`;
}

function killProcesses(running: RunningStage, component: string): void {
  const ids = running.stage.processIds(component);
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) {
    process.kill(id, "SIGKILL");
  }
}

it("loses and doubles no report when store is killed between its write and its deletion", async () => {
  const gate = requestGate(({ target }) => target === "AmazonSQS.DeleteMessageBatch");
  const running = (app = await RunningStage.start({ gate }));
  // Messages of the killed drain come back after ten seconds instead of six minutes.
  const QueueUrl = running.output("reportsQueueUrl");
  await running.sqs.send(
    new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "10" } }),
  );
  for (let second = 0; second < 20; second += 1) {
    await running.post(report("phone", second));
  }

  const killed = running.invoke("Store");
  await gate.held;
  expect(await running.keys("lakeBucket", "work/")).not.toEqual([]);
  killProcesses(running, "Store");
  expect(await killed).toMatchObject({
    functionError: "Unhandled",
    payload: { errorType: "Runtime.ExitError" },
  });
  gate.open();

  await running.sqs.send(
    new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "360" } }),
  );

  await vi.waitFor(
    async () =>
      expect(await running.invoke("Store")).toMatchObject({ payload: { messages: 20, reports: 20 } }),
    { timeout: 90_000 },
  );
  // All is stored. A run that drained would wait as long as the killed drain might have hidden messages.
  expect((await running.runBatch({ drain: false })).status).toBe("SUCCEEDED");
  expect(await running.exportedLines(date)).toHaveLength(20);
});

it("loses and doubles no report when distribute is killed between its write and its deletion", async () => {
  let stored = false;
  const gate = requestGate(
    ({ service, method, url }) => stored && service === "s3" && method === "POST" && url.includes("delete"),
  );
  const running = (app = await RunningStage.start({ gate }));
  for (let second = 0; second < 20; second += 1) {
    await running.post(report("phone", second));
  }
  await running.invoke("Store");
  stored = true;

  const executionArn = await running.startBatch({ drain: false });
  await gate.held;
  expect(await running.keys("lakeBucket", `store/dt=${date}/`)).toHaveLength(1);
  expect(await running.keys("lakeBucket", "work/")).toHaveLength(1);
  killProcesses(running, "Distribute");
  gate.open();

  const execution = await running.ended(executionArn);
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  expect(await running.keys("lakeBucket", "work/")).toEqual([]);
  expect(await running.exportedLines(date)).toHaveLength(20);
  expect(JSON.parse(execution.output ?? "")).toMatchObject({
    ledger: { rowsRead: 20, rowsWritten: 20, rowsRejected: 0 },
  });
});

it("ends FAILED when UNLOAD fails, names the statement and its error, leaves no export, and the next run exports the date", async () => {
  const running = (app = await RunningStage.start());
  await running.post(report("phone", 1));
  await running.invoke("Store");
  // UNLOAD writes over nothing: an object where its first file would go makes it fail.
  const run = "blocked";
  const prefix = unloadPrefix({ date, run, version: 1, attempt: 0 });
  const Bucket = running.output("downloadsBucket");
  await running.s3.send(new PutObjectCommand({ Bucket, Key: `${prefix}000.csv`, Body: "in the way" }));

  const failed = await running.ended(await running.startBatch({}, run));
  expect(failed).toMatchObject({ status: "FAILED", error: "StatementFailed" });
  expect(failed.cause).toMatch(
    new RegExp(
      `^unload ${date} \\(statement [0-9a-f-]{36}\\) ended FAILED: .*unload destination on S3 is not empty`,
    ),
  );
  expect(await running.exportDocuments(date)).toEqual([]);

  expect((await running.runBatch()).status).toBe("SUCCEEDED");
  expect(await running.exportedLines(date)).toHaveLength(1);
});

it("names a corrupt work object wherever the failure is reported, and loses nothing when it is moved away and repaired", async () => {
  const running = (app = await RunningStage.start());
  const nextMessage = await subscribe(running, running.output("notificationsTopicArn"));
  const Bucket = running.output("lakeBucket");
  const put = (Key: string, Body: Buffer, rows = "1") =>
    running.s3.send(new PutObjectCommand({ Bucket, Key, Body, Metadata: { rows } }));
  // A batch is twelve objects: the first is whole, the second has the corrupt one.
  for (let second = 10; second < 24; second += 1) {
    await put(`work/${second}.csv.gz`, gzipSync(`${workRow(second)}\n`));
  }
  const corrupt = "work/99.csv.gz";
  const whole = gzipSync(`${workRow(30)}\n${workRow(31)}\n`);
  await put(corrupt, whole.subarray(0, -4));

  const failed = await running.runBatch();
  expect(failed).toMatchObject({ status: "FAILED", error: "MapRunFailed" });
  expect(failed.cause).toContain(`ObjectUnreadable: s3://${Bucket}/${corrupt}: not a complete gzip file`);
  expect(JSON.parse(await nextMessage())).toMatchObject({
    result: "failed",
    error: "MapRunFailed",
    cause: failed.cause,
  });
  await vi.waitFor(async () => {
    const log = await running.functionLog("Distribute");
    expect(log.join("\n")).toMatch(new RegExp(`ERROR\\t.*s3://${Bucket}/${corrupt}`));
  });
  expect(await running.keys("lakeBucket", "work/")).toEqual(["work/22.csv.gz", "work/23.csv.gz", corrupt]);

  const aside = "rejected/objects/99.csv.gz";
  await running.s3.send(new CopyObjectCommand({ Bucket, Key: aside, CopySource: `${Bucket}/${corrupt}` }));
  await running.s3.send(new DeleteObjectCommand({ Bucket, Key: corrupt }));
  expect((await running.runBatch()).status).toBe("SUCCEEDED");
  expect(await running.exportedLines(date)).toHaveLength(14);

  await put("work/repaired/99.csv.gz", gzipSync(`${workRow(30)}\n${workRow(31)}\n`), "2");
  expect((await running.runBatch()).status).toBe("SUCCEEDED");
  expect(await running.exportedLines(date)).toHaveLength(16);
  expect(await running.keys("lakeBucket", "rejected/")).toEqual([aside]);
});

it("refuses to start a second stage in the same directory, naming the process that has it", async () => {
  app = await RunningStage.start();
  await expect(RunningStage.start({ directory: app.directory })).rejects.toThrow(`process ${process.pid}`);
});
