import { setTimeout as wait } from "node:timers/promises";
import { batchMessages } from "@ashiato/core/queue-message";
import { type BatchEntry, sendMessageBatch } from "../aws/sqs-calls.ts";
import { FunctionError } from "../errors.ts";

/** Sends of one batch, including the first; each carries only the entries that failed before. */
const maxSends = 4;
const firstPauseMilliseconds = 50;

type Sending = { queueUrl: string; bodies: string[]; signal: AbortSignal };

/**
 * Sends message bodies and returns when the queue has confirmed each of them. A 200 from SendMessageBatch can
 * carry failures
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html): those
 * entries are sent again. Throws QueueUnavailable, with the number that were kept, if the queue still refuses
 * one after the last send.
 */
export async function sendMessages({ queueUrl, bodies, signal }: Sending): Promise<void> {
  let kept = 0;
  for (const batch of batchMessages(bodies)) {
    const entries = batch.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    try {
      await sendBatch({ queueUrl, entries, signal, onKept: (count) => (kept += count) });
    } catch (cause) {
      throw new FunctionError(
        "QueueUnavailable",
        `The queue kept ${kept} of ${bodies.length} messages: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
  }
}

type Batch = {
  queueUrl: string;
  entries: BatchEntry[];
  signal: AbortSignal;
  onKept: (count: number) => void;
};

async function sendBatch({ queueUrl, entries, signal, onKept }: Batch): Promise<void> {
  let rest = entries;
  for (let send = 1; ; send += 1) {
    const answer = await sendMessageBatch(queueUrl, rest, signal);
    const confirmed = new Set(answer.Successful.map(({ Id }) => Id));
    onKept(confirmed.size);
    // Entries missing from `Successful` are sent again, not those in `Failed`: an entry in neither is not
    // kept.
    rest = rest.filter(({ Id }) => !confirmed.has(Id));
    if (rest.length === 0) {
      return;
    }
    if (send === maxSends) {
      const failure = answer.Failed[0];
      throw new Error(
        `${rest.length} refused after ${maxSends} sends: ${failure?.Code} ${failure?.Message ?? ""}`,
      );
    }
    await wait(firstPauseMilliseconds * 2 ** (send - 1) * (0.5 + Math.random() / 2), undefined, { signal });
  }
}
