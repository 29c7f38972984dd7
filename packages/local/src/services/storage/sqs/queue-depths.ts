import type { Stores } from "../fauxqs-parts.ts";

/** A queue as it stands. */
export type QueueDepth = {
  name: string;
  /** Messages that may be received, and those that were and are hidden. */
  visible: number;
  inFlight: number;
  /** When the oldest message was sent, in milliseconds since 1970; absent of an empty queue. */
  oldest: number | undefined;
};

export function queueDepths(store: Stores["sqsStore"]): QueueDepth[] {
  return [...store.allQueues()].map((queue) => {
    queue.processTimers();
    const { ready, inflight } = queue.inspectMessages();
    const sent = [...ready, ...inflight.map(({ message }) => message)].map(
      ({ sentTimestamp }) => sentTimestamp,
    );
    return {
      name: queue.name,
      visible: ready.length,
      inFlight: inflight.length,
      oldest: sent.length === 0 ? undefined : sent.reduce((a, b) => Math.min(a, b)),
    };
  });
}
