import { type Message, ReceiveMessageCommand, SQSServiceException } from "@aws-sdk/client-sqs";
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
  /**
   * Messages sent later need not be received, in milliseconds: a queue that is filled without a pause is
   * never empty.
   */
  sentBefore: number;
  hasTime: () => boolean;
};

/** How a drain ended. */
export type Received = {
  /** Whether every receiver found no more messages. */
  exhausted: boolean;
  /** Messages that were received. */
  messages: number;
  /** Whether the queue may have handed out others, in an answer that was lost on its way. */
  lost: boolean;
  failures: unknown[];
};

/**
 * Receives messages side by side until the queue looks empty of those wanted, the time is up or a flush has
 * failed. Does not delete. Resolves when every receiver has ended.
 */
export async function receiveMessages(flow: ChunkFlow, receiving: Receiving): Promise<Received> {
  const received: Received = { exhausted: true, messages: 0, lost: false, failures: [] };
  await Promise.all(
    Array.from({ length: receiving.receivers }, async () => {
      try {
        await receiveUntilEmpty(flow, receiving, received);
      } catch (error) {
        received.exhausted = false;
        received.lost ||= !(error instanceof SQSServiceException && error.$fault === "client");
        received.failures.push(error);
      }
    }),
  );
  return received;
}

async function receiveUntilEmpty(flow: ChunkFlow, receiving: Receiving, received: Received): Promise<void> {
  let empty = 0;
  while (empty < receiving.emptyReceives && receiving.hasTime() && flow.failures.length === 0) {
    await flow.room();
    const { Messages = [], $metadata } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: receiving.queueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: receiving.waitSeconds,
        MessageSystemAttributeNames: ["SentTimestamp"],
      }),
    );
    const wanted = Messages.some((message) => sentAt(message) < receiving.sentBefore);
    empty = wanted ? 0 : empty + 1;
    received.messages += Messages.length;
    received.lost ||= ($metadata.attempts ?? 1) > 1;
    flow.add(Messages);
  }
  received.exhausted &&= empty >= receiving.emptyReceives;
}

/** Without its time a message counts as one of the oldest. */
function sentAt({ Attributes }: Message): number {
  return Number(Attributes?.SentTimestamp ?? 0);
}
