import { rm } from "node:fs/promises";
import { DeleteMessageCommand, ListQueuesCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { type AppEvent, appEventSchema, detailTypes } from "@ashiato/core/events/app-event";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { z } from "zod";
import { Inbox } from "./support/inbox.ts";
import { layOutProject } from "./support/program-folder.ts";
import { report, RunningStage, tokyoDate } from "./support/running-stage.ts";

/** A consumer, as docs/architecture.md says: one rule of the bus, and its target. */
const consumer = `
const seen = new sst.aws.Queue("SeenEvents");
admitRules("SeenEvents", seen);
eventRule("SeenEvents", {
  description: "Every event",
  bus: events,
  pattern: { source: ["ashiato"] },
  target: { id: "SeenEvents", arn: seen.arn },
});
`;

const envelope = z.looseObject({
  source: z.literal("ashiato"),
  "detail-type": z.string(),
  time: z.string(),
  detail: appEventSchema,
});

let folder: string;
let app: RunningStage;
let inbox: Inbox;
const seen: AppEvent[] = [];

beforeAll(async () => {
  folder = await layOutProject({}, { "events.ts": consumer });
  app = await RunningStage.start({ root: folder });
  inbox = new Inbox(app);
}, 300_000);

afterAll(async () => {
  await app?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function queueUrl(name: string): Promise<string> {
  const { QueueUrls = [] } = await app.sqs.send(new ListQueuesCommand({}));
  const found = QueueUrls.find((url) => url.includes(`-${name}Queue`));
  if (found === undefined) {
    throw new Error(`No queue ${name} among ${QueueUrls.join(", ")}`);
  }
  return found;
}

/** Takes events off the consumer's queue until one of them passes, and returns it. */
async function awaited(what: (event: AppEvent) => boolean): Promise<AppEvent> {
  const QueueUrl = await queueUrl("SeenEvents");
  return vi.waitFor(
    async () => {
      const { Messages = [] } = await app.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = "", ReceiptHandle } of Messages) {
        const event = envelope.parse(JSON.parse(Body));
        expect(event["detail-type"]).toBe(detailTypes[event.detail.type]);
        expect(Date.parse(event.time)).toBe(Math.floor(Date.parse(event.detail.time) / 1_000) * 1_000);
        seen.push(event.detail);
        await app.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      const found = seen.find((event) => what(event));
      if (!found) {
        throw new Error(`Not among the events: ${JSON.stringify(seen)}`);
      }
      return found;
    },
    { interval: 20 },
  );
}

function ofRun(type: AppEvent["type"], run: string): Promise<AppEvent> {
  return awaited((event) => event.type === type && "run" in event.data && event.data.run === run);
}

async function run(input: object = {}): Promise<{ name: string; arn: string; status: string }> {
  const { name = "", executionArn: arn = "", status = "" } = await app.runBatch(input);
  return { name, arn, status };
}

/** Runs something without what a role allows by an action. */
async function without(component: string, action: string, run: () => Promise<void>): Promise<void> {
  const plan = app.stage.plan.services.iam.roles.find(({ policies }) =>
    policies.some(({ name }) => name.startsWith(`${component}/`)),
  );
  const role = plan && app.stage.access.role(plan.arn);
  if (!role) {
    throw new Error(`The program declares no role ${component}`);
  }
  const identity = role.identity.filter(({ matchesAction }) => !matchesAction(action));
  app.stage.access.declareRole({ ...role, identity });
  try {
    await run();
  } finally {
    app.stage.access.declareRole(role);
  }
}

/** A report of three days before yesterday: between two ages at which a whole CSV is made. */
function old(deviceId: string, secondsOfDay: number) {
  const { timestamp, ...rest } = report(deviceId, secondsOfDay);
  return { ...rest, timestamp: new Date(Date.parse(timestamp) - 3 * 86_400_000).toISOString() };
}

const date = tokyoDate(Date.parse(old("a", 0).timestamp));

it("announces a run and its exports: a whole one, then late rows beside it", async () => {
  await app.post({ locations: Array.from({ length: 300 }, (_, second) => old("phone", second)) });
  const first = await run();
  expect(await ofRun("runs.started", first.name)).toMatchObject({ stage: "local" });
  expect(
    await awaited(({ type, data }) => type === "exports.published" && "date" in data && data.date === date),
  ).toMatchObject({
    data: { date, version: 1, run: first.name, kind: "whole", supplement: null, rows: 300 },
  });
  const ended = await ofRun("runs.succeeded", first.name);
  expect(ended).toMatchObject({ data: { otherRun: null, dates: expect.arrayContaining([date]) } });
  await app.post({ locations: [old("phone", 301), old("phone", 302)] });
  const second = await run();
  const late = await awaited(
    ({ type, data }) => type === "exports.published" && "kind" in data && data.kind === "supplement",
  );
  expect(late).toMatchObject({
    data: {
      date,
      version: 1,
      run: second.name,
      supplement: 1,
      rows: 2,
      completeThrough: expect.stringMatching(/Z$/),
    },
  });
  expect(await ofRun("runs.succeeded", second.name)).toMatchObject({
    data: { dates: expect.arrayContaining([date]) },
  });
  // The days of both runs that nothing was sent of are repetitions in the second.
  const ids = seen.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it("announces an export also if its run fails after it was published, and why the run failed", async () => {
  await without("DailyBatchRole", "sns:Publish", async () => {
    await app.post(report("unlucky", 1));
    const { name, status } = await run();
    expect(status).toBe("FAILED");
    expect(await ofRun("exports.published", name)).toMatchObject({ data: { kind: "whole" } });
    expect(await ofRun("runs.failed", name)).toMatchObject({
      data: { status: "FAILED", error: expect.any(String), cause: expect.stringContaining("sns:Publish") },
    });
  });
});

const rows = "device_id,recorded_at,latitude,longitude\n";

it("announces what became of a file, and no file that came to nothing", async () => {
  const good = `${rows}truck,${report("", 5).timestamp},35.6,139.7\ntruck,${report("", 6).timestamp},95,139.7\n`;
  await inbox.drop("haulier/day.csv", good);
  const { id, endedAt } = await inbox.ended("haulier/day.csv");
  expect(await awaited(({ type }) => type === "intake.registered")).toMatchObject({
    time: endedAt,
    data: { client: "haulier", file: id, name: "day.csv", rows: { read: 2, accepted: 1, rejected: 1 } },
  });
  await inbox.drop("haulier/again.csv", good);
  expect(await inbox.ended("haulier/again.csv")).toMatchObject({ status: "same" });
  await inbox.drop("haulier/none.csv", `${rows}truck,yesterday,35.6,139.7\n`);
  expect(await awaited(({ data }) => "name" in data && data.name === "none.csv")).toMatchObject({
    type: "intake.failed",
    data: { client: "haulier", reason: expect.stringMatching(/^NoValidReports: /) },
  });
  await app.s3.send(
    new PutObjectCommand({ Bucket: app.output("inboxBucket"), Key: "no-folder.csv", Body: "x" }),
  );
  expect(await awaited(({ data }) => "name" in data && data.name === "no-folder.csv")).toMatchObject({
    type: "intake.failed",
    data: { client: null, file: null, reason: expect.stringMatching(/^UnknownFolder: /) },
  });
  expect(seen.filter(({ data }) => "name" in data && data.name === "again.csv")).toEqual([]);
});

it("gives what is told twice one id, and fails where the bus cannot be reached", async () => {
  const { name, arn } = await run();
  const first = await ofRun("runs.succeeded", name);
  const execution = await app.ended(arn);
  const occurrence = {
    source: "aws.states",
    detail: {
      executionArn: arn,
      stateMachineArn: app.output("dailyBatchArn"),
      name,
      status: "SUCCEEDED",
      startDate: execution.startDate?.getTime(),
      stopDate: execution.stopDate?.getTime(),
      // As in an event that had no room for them.
      input: null,
      output: null,
    },
  };
  const tell = (body: object) => app.invoke("Announce", { Records: [{ body: JSON.stringify(body) }] });
  seen.length = 0;
  expect(await tell(occurrence)).toEqual({ payload: null });
  expect(await ofRun("runs.succeeded", name)).toEqual(first);
  expect(await tell({ source: "aws.other", detail: {} })).toMatchObject({
    functionError: "Unhandled",
    payload: { errorType: "InvalidInput" },
  });
  await without("AnnounceRole", "events:PutEvents", async () => {
    expect(await tell(occurrence)).toMatchObject({
      functionError: "Unhandled",
      payload: { errorType: "AccessDeniedException" },
    });
  });
});
