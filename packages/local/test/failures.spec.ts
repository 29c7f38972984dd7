import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { DeleteBucketCommand } from "@aws-sdk/client-s3";
import { afterEach, expect, it, vi } from "vitest";
import { requestGate } from "./support/request-gate.ts";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

let app: RunningStage | undefined;
const date = yesterdayInTokyo();

afterEach(async () => {
  await app?.stop();
  app = undefined;
});

function killProcesses(running: RunningStage, component: string): void {
  const ids = running.stage.processIds(component);
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) process.kill(id, "SIGKILL");
}

it("loses and doubles no report when store is killed between its write and its deletion", async () => {
  const gate = requestGate(({ target }) => target === "AmazonSQS.DeleteMessageBatch");
  const running = (app = await RunningStage.start({ gate }));
  // Messages of the killed drain come back after ten seconds instead of six minutes.
  const QueueUrl = running.output("reportsQueueUrl");
  await running.sqs.send(
    new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "10" } }),
  );
  for (let second = 0; second < 20; second += 1) await running.post(report("phone", second));

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
  expect((await running.runBatch()).status).toBe("SUCCEEDED");
  expect(await running.exportedLines(date)).toHaveLength(20);
});

it("loses and doubles no report when distribute is killed between its write and its deletion", async () => {
  const gate = requestGate(
    ({ service, method, url }) => service === "s3" && method === "POST" && url.includes("delete"),
  );
  const running = (app = await RunningStage.start({ gate }));
  for (let second = 0; second < 20; second += 1) await running.post(report("phone", second));
  await running.invoke("Store");

  const executionArn = await running.startBatch();
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
  const bucket = running.output("downloadsBucket");
  await running.s3.send(new DeleteBucketCommand({ Bucket: bucket }));

  const failed = await running.runBatch();
  expect(failed).toMatchObject({ status: "FAILED", error: "StatementFailed" });
  expect(failed.cause).toMatch(
    new RegExp(`^unload ${date} \\(statement [0-9a-f-]{36}\\) ended FAILED: .*${bucket}`),
  );

  const directory = running.directory;
  await running.stop({ keep: true });
  // The next start makes the bucket again, as a deployment would.
  const again = (app = await RunningStage.start({ directory }));
  expect(await again.exportDocuments(date)).toEqual([]);
  expect((await again.runBatch()).status).toBe("SUCCEEDED");
  expect(await again.exportedLines(date)).toHaveLength(1);
});

it("refuses to start a second stage in the same directory, naming the process that has it", async () => {
  app = await RunningStage.start();
  await expect(RunningStage.start({ directory: app.directory })).rejects.toThrow(`process ${process.pid}`);
});
