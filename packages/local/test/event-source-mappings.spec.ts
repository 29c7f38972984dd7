import { rm } from "node:fs/promises";
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { z } from "zod";
import type { StageEvent } from "../src/services/stage-event.ts";
import { layOutProgram } from "./support/program-folder.ts";
import { RunningStage } from "./support/running-stage.ts";

const program = `
  const dead = new sst.aws.Queue("Dead");
  const jobs = new sst.aws.Queue("Jobs", { visibilityTimeout: "2 seconds", dlq: { queue: dead.arn, retry: 2 } });
  jobs.subscribe({ handler: "work.handler", timeout: "2 seconds" }, { batch: { size: 4, partialResponses: true } });
  const ordered = new sst.aws.Queue("Ordered", { fifo: true, visibilityTimeout: "2 seconds" });
  ordered.subscribe({ handler: "work.handler", timeout: "2 seconds" });
  const broken = new sst.aws.Queue("Broken", { visibilityTimeout: "2 seconds", dlq: { queue: dead.arn, retry: 2 } });
  broken.subscribe({ handler: "work.broken", timeout: "2 seconds" });
  return { jobsUrl: jobs.url, orderedUrl: ordered.url, brokenUrl: broken.url, deadUrl: dead.url };
`;

const handlers = `
  export const handler = async ({ Records }) => ({
    seen: Records,
    batchItemFailures: Records.filter(({ body }) => body === "bad").map(({ messageId }) => ({ itemIdentifier: messageId })),
  });
  export const broken = async () => { throw new Error("broken"); };
`;

const answerSchema = z.object({
  seen: z.array(
    z.looseObject({
      body: z.string(),
      attributes: z.record(z.string(), z.string()),
      eventSource: z.string(),
    }),
  ),
});

let folder: string;
let running: RunningStage;
const happened: StageEvent[] = [];

beforeAll(async () => {
  folder = await layOutProgram(program, { "work.ts": handlers });
  running = await RunningStage.start({
    root: folder,
    stage: "fixture",
    onEvent: (event) => happened.push(event),
  });
});

afterAll(async () => {
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What functions with this in their name were handed. */
function seen(name: string) {
  return happened.flatMap((event) =>
    event.kind === "invocation" && !event.failed && event.functionName.includes(name)
      ? answerSchema.parse(JSON.parse(event.payload)).seen
      : [],
  );
}

function failures(name: string): number {
  return happened.filter(
    (event) => event.kind === "invocation" && event.failed && event.functionName.includes(name),
  ).length;
}

async function depth(output: string): Promise<Record<string, string> | undefined> {
  const AttributeNames = [
    "ApproximateNumberOfMessages" as const,
    "ApproximateNumberOfMessagesNotVisible" as const,
  ];
  const QueueUrl = running.output(output);
  return (await running.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes;
}

const empty = { ApproximateNumberOfMessages: "0", ApproximateNumberOfMessagesNotVisible: "0" };

async function takeDead(): Promise<string[]> {
  const receive = { QueueUrl: running.output("deadUrl"), MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
  const { Messages = [] } = await running.sqs.send(new ReceiveMessageCommand(receive));
  return Messages.map(({ Body = "" }) => Body);
}

const often = { interval: 50 };

it("hands messages to the function, deletes those that it took, and buries those that it did not", async () => {
  const bodies = ["a", "bad", "b"];
  await running.sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: running.output("jobsUrl"),
      Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
    }),
  );
  await vi.waitFor(async () => expect(await takeDead()).toEqual(["bad"]), often);
  const records = seen("Jobs");
  expect(records.map(({ body }) => body).toSorted()).toEqual(["a", "b", "bad", "bad"]);
  expect(records[0]).toMatchObject({
    eventSource: "aws:sqs",
    eventSourceARN: expect.stringContaining("Jobs"),
  });
  expect(records.findLast(({ body }) => body === "bad")?.attributes).toMatchObject({
    ApproximateReceiveCount: "2",
    SentTimestamp: expect.stringMatching(/^\d{13}$/),
  });
  expect(await depth("jobsUrl")).toEqual(empty);
});

it("leaves the whole batch of a function that fails on the queue, up to its number of receives", async () => {
  await running.sqs.send(
    new SendMessageCommand({ QueueUrl: running.output("brokenUrl"), MessageBody: "whole" }),
  );
  await vi.waitFor(async () => expect(await takeDead()).toEqual(["whole"]), often);
  expect(failures("Broken")).toBe(2);
  expect(await depth("brokenUrl")).toEqual(empty);
});

it("keeps the order of a FIFO queue's group, and takes a message once by its deduplication id", async () => {
  for (const [id, body] of ["1", "2", "2", "3"].entries()) {
    await running.sqs.send(
      new SendMessageCommand({
        QueueUrl: running.output("orderedUrl"),
        MessageBody: body,
        MessageGroupId: "one",
        MessageDeduplicationId: body,
        MessageAttributes: { sent: { DataType: "Number", StringValue: String(id) } },
      }),
    );
  }
  await vi.waitFor(() => expect(seen("Ordered").map(({ body }) => body)).toEqual(["1", "2", "3"]), often);
  await vi.waitFor(async () => expect(await depth("orderedUrl")).toEqual(empty), often);
  expect(seen("Ordered")[0]?.attributes).toMatchObject({
    MessageGroupId: "one",
    MessageDeduplicationId: "1",
    SequenceNumber: expect.stringMatching(/^\d{20}$/),
  });
});

it("refuses, as Lambda does, a queue that shows messages again before the function has to end", async () => {
  const impatient = await layOutProgram(
    `const jobs = new sst.aws.Queue("Jobs", { visibilityTimeout: "5 seconds" });
     jobs.subscribe({ handler: "work.handler", timeout: "6 seconds" });
     return {};`,
    { "work.ts": handlers },
  );
  try {
    await expect(RunningStage.start({ root: impatient, stage: "impatient" })).rejects.toThrow(
      "the queue's visibility timeout, 5 s, is less than the function's timeout, 6 s",
    );
  } finally {
    await rm(impatient, { recursive: true, force: true });
  }
});
