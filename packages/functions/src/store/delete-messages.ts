import { setTimeout as wait } from "node:timers/promises";
import { deleteMessageBatch } from "../aws/sqs-calls.ts";
import { FunctionError } from "../errors.ts";

/** DeleteMessageBatch takes ten entries. */
const batchSize = 10;
const concurrentBatches = 16;
/** Requests for one batch, including the first; each carries only the entries that failed before. */
const maxRequests = 4;
const firstPauseMilliseconds = 100;

/**
 * Deletes received messages from the queue. A 200 from DeleteMessageBatch can carry failures
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html): those
 * are retried. Tries every batch, then throws DeleteFailed if messages are left. They return to the queue
 * when their visibility timeout ends.
 */
export async function deleteMessages(queueUrl: string, receiptHandles: string[]): Promise<void> {
  const failures: unknown[] = [];
  const batches: string[][] = [];
  for (let start = 0; start < receiptHandles.length; start += batchSize) {
    batches.push(receiptHandles.slice(start, start + batchSize));
  }
  const next = batches.values();
  await Promise.all(
    Array.from({ length: concurrentBatches }, async () => {
      for (const batch of next) {
        await deleteBatch(queueUrl, batch).catch((error: unknown) => failures.push(error));
      }
    }),
  );
  if (failures.length > 0) {
    throw new FunctionError(
      "DeleteFailed",
      `The queue did not delete all messages in ${failures.length} of ${batches.length} batches; the first failure: ${String(failures[0])}`,
      { cause: failures[0] },
    );
  }
}

async function deleteBatch(queueUrl: string, receiptHandles: string[]): Promise<void> {
  let rest = receiptHandles.map((ReceiptHandle, index) => ({
    Id: String(index),
    ReceiptHandle,
  }));
  for (let request = 1; ; request += 1) {
    const answer = await deleteMessageBatch(queueUrl, rest);
    const deleted = new Set(answer.Successful.map(({ Id }) => Id));
    rest = rest.filter(({ Id }) => !deleted.has(Id));
    if (rest.length === 0) {
      return;
    }
    if (request === maxRequests) {
      const failure = answer.Failed[0];
      throw new Error(
        `${rest.length} refused after ${maxRequests} requests: ${failure?.Code} ${failure?.Message ?? ""}`,
      );
    }
    await wait(firstPauseMilliseconds * 2 ** (request - 1));
  }
}
