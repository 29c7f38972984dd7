import { setTimeout as sleep } from "node:timers/promises";
import {
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { batchMessages, packMessages } from "@ashiato/core/queue-message";
import { storeAll, storeOnce } from "../../scripts/stage/store-reports.ts";

const depth: QueueAttributeName[] = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
const pollMilliseconds = 50;

export type Drain = { queueUrl: string; storeFunction: string; signal: AbortSignal };

/**
 * Fills the queue with messages of so many rows each and lets `store` drain it. Seconds from the invocation
 * to the empty queue: how long `store` then goes on asking an empty queue is a setting, not speed.
 */
export async function measureDrain(
  { queueUrl, storeFunction, signal }: Drain,
  rows: string[],
  rowsOfMessage: number,
): Promise<{ seconds: number; messages: number }> {
  const sqs = new SQSClient({});
  try {
    await storeAll(storeFunction, signal);
    const messages = await fillQueue(queueUrl, { rows, rowsOfMessage });
    const started = performance.now();
    const stored = storeOnce(storeFunction, signal);
    while ((await queueDepth(sqs, queueUrl)) > 0) {
      await sleep(pollMilliseconds);
    }
    const seconds = (performance.now() - started) / 1_000;
    const counts = await stored;
    if (counts.messages !== messages || counts.reports !== rows.length) {
      throw new Error(`store took ${counts.messages} of ${messages} messages, ${counts.reports} reports`);
    }
    return { seconds, messages };
  } finally {
    sqs.destroy();
  }
}

/** Puts messages of so many rows each on the queue, and returns their number. */
export async function fillQueue(
  queueUrl: string,
  { rows, rowsOfMessage }: { rows: string[]; rowsOfMessage: number },
): Promise<number> {
  const bodies: string[] = [];
  for (let start = 0; start < rows.length; start += rowsOfMessage) {
    bodies.push(...packMessages(rows.slice(start, start + rowsOfMessage)));
  }
  const sqs = new SQSClient({});
  for (const batch of batchMessages(bodies)) {
    const Entries = batch.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    if (Failed[0] !== undefined) {
      throw new Error(`The queue refused a message: ${Failed[0].Message}`);
    }
  }
  sqs.destroy();
  return bodies.length;
}

async function queueDepth(sqs: SQSClient, queueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: depth }),
  );
  return depth.reduce((sum, name) => sum + Number(Attributes[name] ?? Number.NaN), 0);
}
