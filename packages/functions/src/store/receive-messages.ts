import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { sqs } from "../aws/sqs.ts";
import type { ChunkFlow } from "./chunk-flow.ts";

export type Receiving = {
  queueUrl: string;
  receivers: number;
  waitSeconds: number;
  /**
   * Consecutive empty answers that end a receiver: even long polling sometimes finds nothing in a queue that
   * is not empty.
   */
  emptyReceives: number;
  hasTime: () => boolean;
};

/**
 * Receives messages in parallel until the queue looks empty, the time is up or a flush has failed. Deletes
 * nothing. Resolves when every receiver has ended, with the errors of those that failed.
 */
export async function receiveMessages(flow: ChunkFlow, receiving: Receiving): Promise<unknown[]> {
  const receivers = Array.from({ length: receiving.receivers }, () => receiveUntilEmpty(flow, receiving));
  const ends = await Promise.allSettled(receivers);
  return ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
}

async function receiveUntilEmpty(flow: ChunkFlow, receiving: Receiving): Promise<void> {
  let empty = 0;
  while (empty < receiving.emptyReceives && receiving.hasTime() && flow.failures.length === 0) {
    await flow.room();
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: receiving.queueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: receiving.waitSeconds,
        MessageSystemAttributeNames: ["SentTimestamp"],
      }),
    );
    empty = Messages.length === 0 ? empty + 1 : 0;
    flow.add(Messages);
  }
}
