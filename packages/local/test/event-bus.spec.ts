import { rm } from "node:fs/promises";
import path from "node:path";
import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { ExecuteStatementCommand } from "@aws-sdk/client-redshift-data";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { ListExecutionsCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { DeliveryStore } from "../src/services/eventbridge/deliveries/delivery-store.ts";
import type { ObjectChange } from "../src/services/object-change.ts";
import type { StageEvent } from "../src/services/stage-event.ts";
import { eventProgram } from "./support/event-program.ts";
import { layOutProgram } from "./support/program-folder.ts";
import { holdingGate } from "./support/request-gate.ts";
import { credentialsOf, RunningStage } from "./support/running-stage.ts";
import { subscribe } from "./support/topic-messages.ts";

const often = { interval: 20 };
const handler = `export const handler = async (event) => event;`;

let folder: string;
let running: RunningStage;
let events: EventBridgeClient;
const happened: StageEvent[] = [];
const gate = holdingGate();

async function start(directory?: string): Promise<void> {
  const options = {
    root: folder,
    stage: "fixture",
    onEvent: (event: StageEvent) => happened.push(event),
    gate,
  };
  running = await RunningStage.start(directory === undefined ? options : { ...options, directory });
  const { stage } = running;
  events = new EventBridgeClient({
    region: stage.plan.region,
    credentials: credentialsOf(stage.environment),
    endpoint: stage.endpoints.eventbridge,
  });
}

beforeAll(async () => {
  folder = await layOutProgram(eventProgram, { "echo.ts": handler });
  await start();
});

afterAll(async () => {
  events.destroy();
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

function put(...Entries: PutEventsRequestEntry[]) {
  return events.send(new PutEventsCommand({ Entries }));
}

function entry(Source: string, detail: object, more: PutEventsRequestEntry = {}): PutEventsRequestEntry {
  return { Source, DetailType: "Said", Detail: JSON.stringify(detail), ...more };
}

/** Takes a number of messages off a queue. */
async function messages(count: number, QueueUrl = running.output("queueUrl")) {
  const taken: { body: unknown; attributes: Record<string, string | undefined> }[] = [];
  await vi.waitFor(async () => {
    const receive = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
    const { Messages = [] } = await running.sqs.send(new ReceiveMessageCommand(receive));
    for (const { Body = "null", ReceiptHandle, MessageAttributes = {} } of Messages) {
      await running.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      const attributes = Object.entries(MessageAttributes).map(([name, { StringValue }]) => [
        name,
        StringValue,
      ]);
      taken.push({ body: JSON.parse(Body), attributes: Object.fromEntries(attributes) });
    }
    expect(taken.length).toBeGreaterThanOrEqual(count);
  }, often);
  expect(taken).toHaveLength(count);
  return taken;
}

async function bodies(count: number) {
  return (await messages(count)).map(({ body }) => body);
}

it("routes an event by a rule's pattern, transformed for the target", async () => {
  const answer = await put(entry("shop", { id: "a", amount: 100 }), entry("shop", { id: "b", amount: 101 }));
  expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }, {}] });
  expect(await bodies(1)).toEqual([{ order: "b", text: "b costs 101" }]);
});

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
it("answers for each entry by itself, and refuses what no entry can be", async () => {
  const answer = await put(
    entry("shop", { id: "c", amount: 500 }),
    { DetailType: "Said", Detail: "{}" },
    entry("shop", {}, { Detail: "[1]" }),
    entry("aws.s3", {}),
  );
  expect(answer).toMatchObject({
    FailedEntryCount: 3,
    Entries: [
      { EventId: expect.any(String) },
      {
        ErrorCode: "InvalidArgument",
        ErrorMessage: expect.stringContaining("Source is a required argument"),
      },
      { ErrorCode: "MalformedDetail" },
      { ErrorCode: "NotAuthorizedForSourceException" },
    ],
  });
  expect(await bodies(1)).toMatchObject([{ order: "c" }]);
  const refused = { name: "ValidationException" };
  await expect(put()).rejects.toMatchObject(refused);
  await expect(put(...Array.from({ length: 11 }, () => entry("shop", {})))).rejects.toMatchObject(refused);
  await expect(put(entry("shop", { text: "x".repeat(1024 * 1024) }))).rejects.toMatchObject({
    ...refused,
    message: "Total size of the entries in the request is over the limit.",
  });
});

it("serves a declared bus with its subscribers: a function and a queue", async () => {
  const EventBusName = running.output("bus");
  await put(entry("shop", { id: 1 }, { EventBusName, DetailType: "Paid", Resources: ["order/1"] }));
  expect(await bodies(1)).toMatchObject([
    {
      "detail-type": "Paid",
      source: "shop",
      account: "000000000000",
      resources: ["order/1"],
      detail: { id: 1 },
    },
  ]);
  await vi.waitFor(() => {
    const payloads = happened.flatMap((event) =>
      event.kind === "invocation" ? JSON.parse(event.payload) : [],
    );
    expect(payloads).toMatchObject([{ "detail-type": "Paid", detail: { id: 1 } }]);
  }, often);
});

it("starts a state machine by the target's role", async () => {
  await put(entry("starter", { greeting: "hello" }));
  await vi.waitFor(async () => {
    const { executions } = await running.sfn.send(
      new ListExecutionsCommand({ stateMachineArn: running.output("started") }),
    );
    expect(executions).toMatchObject([{ status: "SUCCEEDED" }]);
  }, often);
  expect(await bodies(1)).toMatchObject([
    {
      "detail-type": "Step Functions Execution Status Change",
      source: "aws.states",
      resources: [expect.stringContaining(":execution:started:")],
      detail: {
        stateMachineArn: running.output("started"),
        status: "SUCCEEDED",
        input: '{"greeting":"hello"}',
        output: '{"greeting":"hello"}',
        startDate: expect.any(Number),
        stopDate: expect.any(Number),
        redriveStatus: "NOT_REDRIVABLE",
      },
    },
  ]);
});

it("publishes an event to a topic", async () => {
  const nextMessage = await subscribe(running, running.output("topicArn"));
  await put(entry("teller", { greeting: "hello" }));
  expect(JSON.parse(await nextMessage())).toEqual({ greeting: "hello" });
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
it("puts the events of a bucket that declares EventBridge", async () => {
  const Bucket = running.output("bucket");
  const object = (Key: string) => ({ Bucket, Key });
  await running.s3.send(new PutObjectCommand({ ...object("inbox/a b.csv"), Body: "hello" }));
  await running.s3.send(
    new CopyObjectCommand({ ...object("inbox/c"), CopySource: `${Bucket}/inbox/a%20b.csv` }),
  );
  const { UploadId } = await running.s3.send(new CreateMultipartUploadCommand(object("inbox/d")));
  const part = { ...object("inbox/d"), UploadId, PartNumber: 1 };
  const { ETag } = await running.s3.send(new UploadPartCommand({ ...part, Body: "parts" }));
  await running.s3.send(
    new CompleteMultipartUploadCommand({ ...part, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }),
  );
  await running.s3.send(new PutObjectCommand({ ...object("elsewhere"), Body: "hello" }));
  await running.s3.send(new DeleteObjectCommand(object("inbox/c")));
  await running.s3.send(new DeleteObjectCommand(object("inbox/none")));
  const seen = (await bodies(4)) as { "detail-type": string; detail: { object: { sequencer: string } } }[];
  const sequencer = expect.stringMatching(/^[0-9A-F]{16}$/);
  const inOrder = seen.toSorted((a, b) => (a.detail.object.sequencer < b.detail.object.sequencer ? -1 : 1));
  expect(inOrder).toMatchObject([
    {
      "detail-type": "Object Created",
      resources: [`arn:aws:s3:::${Bucket}`],
      detail: {
        bucket: { name: Bucket },
        object: { key: "inbox/a b.csv", size: 5, etag: "5d41402abc4b2a76b9719d911017c592", sequencer },
        reason: "PutObject",
      },
    },
    {
      "detail-type": "Object Created",
      detail: { object: { key: "inbox/c", size: 5 }, reason: "CopyObject" },
    },
    { detail: { object: { key: "inbox/d", size: 5 }, reason: "CompleteMultipartUpload" } },
    {
      "detail-type": "Object Deleted",
      detail: { object: { key: "inbox/c" }, reason: "DeleteObject", "deletion-type": "Permanently Deleted" },
    },
  ]);
});

// https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-monitoring-events.html
it("puts the event of a statement that was submitted WithEvent", async () => {
  await running.redshift.send(
    new ExecuteStatementCommand({
      WorkgroupName: "fixture",
      Database: "dev",
      Sql: "SELECT 1",
      StatementName: "one",
      WithEvent: true,
    }),
  );
  expect(await bodies(1)).toMatchObject([
    { source: "aws.redshift-data", detail: { statementName: "one", state: "FINISHED" } },
  ]);
});

async function runPutter(entries: object[]): Promise<{ status: unknown; error: unknown }> {
  const input = JSON.stringify({ entries });
  const { executionArn = "" } = await running.sfn.send(
    new StartExecutionCommand({ stateMachineArn: running.output("putter"), input }),
  );
  const { status, error } = await running.ended(executionArn);
  return { status, error };
}

it("takes the events of a state machine, whose role must be allowed to put them", async () => {
  const EventBusName = running.output("bus");
  const paid = { Source: "shop", DetailType: "Paid", Detail: { id: 2 }, EventBusName };
  expect(await runPutter([paid])).toEqual({ status: "SUCCEEDED", error: undefined });
  expect(await bodies(2)).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ "detail-type": "Paid", detail: { id: 2 } }),
      expect.objectContaining({ source: "aws.states" }),
    ]),
  );
  expect(await runPutter([{ ...paid, Source: "aws.shop" }])).toEqual({
    status: "FAILED",
    error: "EventBridge.FailedEntry",
  });
  expect(await runPutter([{ ...paid, EventBusName: "default" }])).toEqual({
    status: "FAILED",
    error: "EventBridge.AccessDeniedException",
  });
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
it("puts what a target refuses on its dead-letter queue, with the reason", async () => {
  await put(entry("refused", { id: 9 }));
  const [letter] = await messages(1, running.output("deadUrl"));
  expect(letter).toMatchObject({
    body: { source: "refused", detail: { id: 9 } },
    attributes: {
      RULE_ARN: expect.stringMatching(/:rule\/refused$/),
      TARGET_ARN: expect.stringMatching(/:closed$/),
      ERROR_CODE: "ACCESS_DENIED",
      RETRY_ATTEMPTS: "0",
    },
  });
});

it("lists buses, rules and targets, and switches a rule", async () => {
  const { EventBuses } = await events.send(new ListEventBusesCommand({}));
  expect(EventBuses?.map(({ Name }) => Name)).toEqual(["default", running.output("bus")]);
  await expect(events.send(new DescribeEventBusCommand({ Name: "none" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  const first = await events.send(new ListRulesCommand({ Limit: 2 }));
  const { NextToken, Rules } = first;
  const { Rules: rest } = await events.send(new ListRulesCommand({ NextToken }));
  expect([...(Rules ?? []), ...(rest ?? [])].map(({ Name }) => Name)).toEqual([
    "orders",
    "services",
    "files",
    "refused",
    "start",
    "told",
  ]);
  const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: "start" }));
  expect(Targets).toMatchObject([
    {
      Id: "only",
      Arn: running.output("started"),
      InputPath: "$.detail",
      RoleArn: expect.stringContaining("starting"),
    },
  ]);
  const named = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: running.output("started") }));
  expect(named.RuleNames).toEqual(["start"]);
  await events.send(new DisableRuleCommand({ Name: "orders" }));
  expect(await events.send(new DescribeRuleCommand({ Name: "orders" }))).toMatchObject({
    State: "DISABLED",
    Arn: "arn:aws:events:ap-northeast-1:000000000000:rule/orders",
  });
  await put(entry("shop", { id: "off", amount: 900 }));
  await events.send(new EnableRuleCommand({ Name: "orders" }));
  await put(entry("shop", { id: "on", amount: 900 }));
  expect(await bodies(1)).toMatchObject([{ order: "on" }]);
});

it("tests a pattern", async () => {
  const event = {
    id: "1",
    account: "1",
    source: "shop",
    time: "t",
    region: "r",
    resources: [],
    "detail-type": "d",
  };
  const test = (EventPattern: string, Event = JSON.stringify(event)) =>
    events.send(new TestEventPatternCommand({ EventPattern, Event }));
  expect(await test('{"source": ["shop"]}')).toMatchObject({ Result: true });
  expect(await test('{"source": ["other"]}')).toMatchObject({ Result: false });
  await expect(test('{"source": "shop"}')).rejects.toMatchObject({
    name: "InvalidEventPatternException",
    message: 'Event pattern is not valid. Reason: "source" must be an object or an array',
  });
  await expect(test('{"source": ["shop"]}', "{}")).rejects.toMatchObject({ name: "ValidationException" });
});

it("delivers after a restart what it had taken before, and what a kill cut off", async () => {
  const versioned = { Bucket: running.output("versionedBucket"), Key: "inbox/e" };
  const { VersionId } = await running.s3.send(new PutObjectCommand({ ...versioned, Body: "hello" }));
  const version = expect.objectContaining({ key: "inbox/e", size: 5, "version-id": VersionId });
  expect(await bodies(1)).toMatchObject([{ detail: { object: version } }]);
  const held = gate.hold(({ target }) => target === "AmazonSQS.SendMessage");
  await put(entry("shop", { id: "kept", amount: 900 }));
  await held.held;
  events.destroy();
  const { directory } = running;
  const bucket = running.output("bucket");
  await running.stop({ keep: true });
  held.open();
  expectChanges(directory, [
    { kind: "created", bucket, key: "inbox/d", reason: "PutObject" },
    { kind: "created", bucket: versioned.Bucket, key: versioned.Key, reason: "PutObject" },
    { kind: "created", bucket, key: "inbox/never-written", reason: "PutObject" },
    { kind: "deleted", bucket, key: "inbox/c", reason: "DeleteObject" },
    { kind: "deleted", bucket, key: "inbox/a b.csv", reason: "DeleteObject" },
  ]);
  await start(directory);
  const seen = await bodies(4);
  expect(seen).toEqual(
    expect.arrayContaining([
      { order: "kept", text: "kept costs 900" },
      expect.objectContaining({
        "detail-type": "Object Created",
        detail: expect.objectContaining({ object: expect.objectContaining({ key: "inbox/d", size: 5 }) }),
      }),
      // Equal to the event that the earlier process may have put already.
      expect.objectContaining({ detail: expect.objectContaining({ object: version }) }),
      expect.objectContaining({
        "detail-type": "Object Deleted",
        detail: expect.objectContaining({ object: expect.objectContaining({ key: "inbox/c" }) }),
      }),
    ]),
  );
});

/** Leaves changes of objects behind, as a process does that is killed between a change and its event. */
function expectChanges(
  directory: string,
  changes: readonly Pick<ObjectChange, "kind" | "bucket" | "key" | "reason">[],
): void {
  const store = new DeliveryStore(path.join(directory, "events"));
  for (const change of changes) {
    const call = { requester: "000000000000", sourceIp: "127.0.0.1", requestId: "1" };
    store.expectChange(JSON.stringify({ ...change, ...call }));
  }
  store.close();
}
