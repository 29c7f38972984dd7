import { JsonCallError } from "../aws/json-call.ts";
import { receiveMessages, type ReceivedMessage } from "../aws/sqs-calls.ts";
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
export async function receiveAll(flow: ChunkFlow, receiving: Receiving): Promise<Received> {
  const received: Received = { exhausted: true, messages: 0, lost: false, failures: [] };
  await Promise.all(
    Array.from({ length: receiving.receivers }, async () => {
      try {
        await receiveUntilEmpty(flow, receiving, received);
      } catch (error) {
        received.exhausted = false;
        received.lost ||= !(error instanceof JsonCallError && error.statusCode < 500);
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
    const { messages, lost } = await receiveMessages(receiving.queueUrl, receiving);
    const wanted = messages.some((message) => sentAt(message) < receiving.sentBefore);
    empty = wanted ? 0 : empty + 1;
    received.messages += messages.length;
    received.lost ||= lost;
    if (messages.length === 0) {
      flow.lull();
    } else {
      flow.add(messages);
    }
  }
  received.exhausted &&= empty >= receiving.emptyReceives;
}

/** Without its time a message counts as one of the oldest. */
function sentAt({ Attributes }: ReceivedMessage): number {
  return Number(Attributes?.SentTimestamp ?? 0);
}
