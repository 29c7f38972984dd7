import { queueSettings } from "./settings.ts";

const declared = new Map<string, sst.aws.Queue>();

/** Declares a queue of what could not be worked on or delivered, which the status of the stage shows. */
export function deadLetterQueue(
  name: string,
  { retentionSeconds = queueSettings.deadRetentionSeconds, fifo }: DeadLetterQueueArgs = {},
): sst.aws.Queue {
  const queue = new sst.aws.Queue(name, {
    ...(fifo && { fifo }),
    transform: { queue: { messageRetentionSeconds: retentionSeconds } },
  });
  declared.set(name, queue);
  return queue;
}

type DeadLetterQueueArgs = {
  retentionSeconds?: number;
  /** As the queue whose dead letters it takes. */
  fifo?: true;
};

/** Returns the queues that were declared so far, by name. */
export function deadLetterQueues(): ReadonlyMap<string, sst.aws.Queue> {
  return declared;
}
