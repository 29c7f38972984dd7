import { parentPort, workerData } from "node:worker_threads";
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { z } from "zod";

/** Calls SQS as fast as one client can, so many calls at a time, and answers with the seconds of all. */
const { queueUrl, parallel, ...work } = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("send"), bodies: z.array(z.string()) }),
    z.object({ kind: z.literal("receive"), messages: z.int() }),
  ])
  .and(z.object({ queueUrl: z.string(), parallel: z.int() }))
  .parse(workerData);

const sqs = new SQSClient({});

async function send(next: Iterator<string>): Promise<void> {
  for (let turn = next.next(); turn.done !== true; turn = next.next()) {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: turn.value }));
  }
}

/** Receives and deletes ten messages a call, until all are deleted. */
async function receive(left: { messages: number }): Promise<void> {
  while (left.messages > 0) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    left.messages -= Messages.length;
    if (Messages.length > 0) {
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      const { Failed = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      if (Failed[0] !== undefined) {
        throw new Error(`The queue did not delete a message: ${Failed[0].Message}`);
      }
    }
  }
}

function caller(): () => Promise<void> {
  if (work.kind === "send") {
    const next = work.bodies.values();
    return () => send(next);
  }
  const left = { messages: work.messages };
  return () => receive(left);
}

const call = caller();
const started = performance.now();
await Promise.all(Array.from({ length: parallel }, call));
const seconds = (performance.now() - started) / 1_000;
sqs.destroy();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin, a window has
parentPort?.postMessage(seconds);
