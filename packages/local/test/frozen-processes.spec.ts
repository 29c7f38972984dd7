import {
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { ReceiveMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { GateRequest } from "../src/services/gate.ts";
import { callApi } from "./support/api-client.ts";
import { endIdleProcesses, type FrozenFunction, freeze, nextLine } from "./support/frozen-function.ts";
import { holdingGate } from "./support/request-gate.ts";
import { report, RunningStage, tokyoDate } from "./support/running-stage.ts";

// Each test is some runs of the batch, one after the other.
vi.setConfig({ testTimeout: 300_000 });

const dayMilliseconds = 86_400_000;
const gate = holdingGate();
let app: RunningStage;
let frozen: FrozenFunction | undefined;
let day = 0;
/** The business date of the test: each has one of its own. */
let date = "";

beforeAll(async () => {
  app = await RunningStage.start({ gate });
});

beforeEach(async () => {
  await endIdleProcesses(app, ["Distribute", "Publish", "Store"]);
  day += 1;
  date = tokyoDate(Date.now() - (day + 1) * dayMilliseconds);
});

afterEach(() => {
  gate.open();
  frozen?.thaw();
  frozen = undefined;
});

afterAll(() => app.stop());

/** A request to S3 for an object whose key, decoded, matches. */
function toObject(method: string, key: RegExp): (request: GateRequest) => boolean {
  return (request) =>
    request.service === "s3" && request.method === method && key.test(decodeURIComponent(request.url));
}

function freezeFunction(component: string): FrozenFunction {
  return (frozen = freeze(app, component));
}

/** Sends the given number of reports of the test's date and stores them. */
async function store(from: number, count: number): Promise<void> {
  const midnight = Date.parse(`${date}T00:00:00+09:00`);
  const locations = Array.from({ length: count }, (_, index) => ({
    ...report("phone", 0),
    timestamp: new Date(midnight + (from + index) * 1_000).toISOString(),
  }));
  expect((await app.post({ locations })).status).toBe(202);
  expect(await app.invoke("Store")).toMatchObject({ functionError: undefined });
}

/** All is stored by `store`. A run that drained would wait for a frozen drain, which may hide messages. */
async function runToSuccess(): Promise<void> {
  const execution = await app.runBatch({ date, drain: false });
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
}

async function stop(executionArn: string): Promise<void> {
  await app.sfn.send(new StopExecutionCommand({ executionArn }));
}

async function redrive(executionArn: string): Promise<unknown> {
  await app.sfn.send(new RedriveExecutionCommand({ executionArn }));
  const execution = await app.ended(executionArn);
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  return JSON.parse(execution.output ?? "null");
}

/** Expects the given number of rows in the date's current export, and no more in any other. */
async function expectCurrent(rows: number): Promise<void> {
  expect(await app.exportedLines(date)).toHaveLength(rows);
  const documents = await app.exportDocuments(date);
  expect(Math.max(...documents.map((document) => document.rows))).toBe(rows);
}

/** What no export holds yet: markers, and work objects. */
async function pending(): Promise<string[]> {
  return [...(await app.keys("lakeBucket", "pending/")), ...(await app.keys("lakeBucket", "work/"))];
}

/**
 * Stops a run whose `publish` has read what the warehouse unloaded and hangs before it writes; 3 reports, 2
 * more come late and are exported by a later run.
 */
async function hangInPublish(): Promise<{
  run: string;
  publish: FrozenFunction;
  publishEnded: () => Promise<void>;
}> {
  const { held, open } = gate.hold(toObject("GET", /\/exports\/.*\.csv/));
  await store(0, 3);
  const run = await app.startBatch({ date });
  await held;
  const publish = freezeFunction("Publish");
  await stop(run);
  open();
  await store(3, 2);
  await runToSuccess();
  await expectCurrent(5);
  expect(await pending()).toEqual([]);
  const ends = /"message":"(publish|superseded)"/;
  const publishEnded = await nextLine(app, "Publish", ends);
  return { run, publish, publishEnded };
}

it("keeps a later run's export current when a stopped run's publish continues after it, and when that run is redriven", async () => {
  const { run, publish, publishEnded } = await hangInPublish();
  publish.thaw();
  await publishEnded();
  await expectCurrent(5);
  expect(await pending()).toEqual([]);

  expect(await redrive(run)).toMatchObject({
    result: "succeeded",
    exports: [],
    superseded: [{ date, version: 1, by: { version: 2, rows: 5 } }],
  });
  const path = { run: run.split(":").at(-1) ?? "" };
  expect(await callApi(app.stage, "GET /v1/runs/{run}", { path })).toMatchObject({
    body: { status: "SUCCEEDED", exports: [], superseded: [{ date, version: 1, by: { version: 2 } }] },
  });
  await expectCurrent(5);
  expect(await pending()).toEqual([]);
});

it("lets a redriven run give way to a later one while its first publish still hangs", async () => {
  const { run, publish } = await hangInPublish();
  expect(await redrive(run)).toMatchObject({ exports: [], superseded: [{ date, by: { version: 2 } }] });
  await expectCurrent(5);

  const publishEnded = await nextLine(app, "Publish", /"message":"(publish|superseded)"/);
  publish.thaw();
  await publishEnded();
  await expectCurrent(5);
  expect(await pending()).toEqual([]);
});

it("makes a run that was stopped during its UNLOAD give way to a later one", async () => {
  const { held, open } = gate.hold(toObject("PUT", /run=slow\/.*\.csv/));
  await store(0, 3);
  const slow = await app.startBatch({ date }, "slow");
  await held;
  await stop(slow);
  await store(3, 2);
  await runToSuccess();
  await expectCurrent(5);

  open();
  expect(await redrive(slow)).toMatchObject({ exports: [], superseded: [{ date, by: { version: 2 } }] });
  await expectCurrent(5);
  expect(await pending()).toEqual([]);
});

it("exports every report once when a stopped run's distribute continues after a later run", async () => {
  const { held, open } = gate.hold(toObject("GET", /\/work\/.*\.csv\.gz/));
  await store(0, 3);
  const hanging = await app.startBatch({ date });
  await held;
  const distribute = freezeFunction("Distribute");
  await stop(hanging);
  open();
  await store(3, 2);
  await runToSuccess();
  await expectCurrent(5);

  const distributed = await nextLine(app, "Distribute", /"message":"distribute"/);
  distribute.thaw();
  await distributed();
  await expectCurrent(5);
  await runToSuccess();
  await expectCurrent(5);
  expect(await pending()).toEqual([]);
});

it("exports every report once when a store that hangs has written, and its messages come back", async () => {
  const { held, open } = gate.hold(toObject("PUT", /\/work\/.*\.csv\.gz/));
  const QueueUrl = app.output("reportsQueueUrl");
  const setVisibility = (seconds: number) =>
    app.sqs.send(
      new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: String(seconds) } }),
    );
  // Messages come back after five seconds instead of six minutes.
  await setVisibility(5);
  const drained = store(0, 3);
  await held;
  const hanging = freezeFunction("Store");
  open();
  await setVisibility(360);
  // A run takes the object, while its writer still hangs.
  await runToSuccess();
  await expectCurrent(3);
  await vi.waitFor(async () => {
    const { Messages = [] } = await app.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5, VisibilityTimeout: 0 }),
    );
    expect(Messages).toHaveLength(1);
  });

  hanging.thaw();
  await drained;
  await store(3, 2);
  await runToSuccess();
  await expectCurrent(5);
  expect(await pending()).toEqual([]);
});

it("exports the dates that were requested during a run, and the reports that arrived during it, before that run ends", async () => {
  const { held, open } = gate.hold(toObject("GET", /\/exports\/.*\.csv/));
  await store(0, 3);
  const atWork = await app.startBatch({ date });
  await held;
  await store(3, 2);
  const emptyDate = tokyoDate(Date.parse(`${date}T00:00:00+09:00`) - 20 * dayMilliseconds);
  for (const asked of [emptyDate, date]) {
    const met = await app.runBatch({ date: asked });
    expect(met.status).toBe("SUCCEEDED");
    expect(JSON.parse(met.output ?? "")).toEqual({ result: "already_running", runningExecution: atWork });
  }
  open();

  const execution = await app.ended(atWork);
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  expect(JSON.parse(execution.output ?? "")).toMatchObject({
    ledger: { objects: 2, rowsRead: 5, rowsWritten: 5, rowsRejected: 0 },
    exports: [
      { date, version: 1, rows: 3 },
      { date: emptyDate, version: 1, rows: 0 },
      { date, version: 2, rows: 5 },
    ],
    superseded: [],
  });
  await expectCurrent(5);
  expect(await app.exportDocuments(emptyDate)).toMatchObject([{ version: 1, rows: 0 }]);
  expect(await pending()).toEqual([]);
  const { events = [] } = await app.sfn.send(
    new GetExecutionHistoryCommand({ executionArn: atWork, maxResults: 1000 }),
  );
  expect(events.length).toBeLessThan(400);
});

it("exports the date of a run that failed before it was summed up with the next run", async () => {
  const { held, open } = gate.hold(toObject("GET", /\/runs\/.*\/map\/.*manifest\.json/));
  const failing = await app.startBatch({ date });
  await held;
  await stop(failing);
  open();
  expect(await app.keys("lakeBucket", `pending/dt=${date}/`)).toHaveLength(1);

  const next = await app.runBatch({ date: tokyoDate(Date.now()) });
  expect(next.status, next.cause).toBe("SUCCEEDED");
  expect(await app.exportDocuments(date)).toMatchObject([{ version: expect.any(Number), rows: 0 }]);
  expect(await pending()).toEqual([]);
});
