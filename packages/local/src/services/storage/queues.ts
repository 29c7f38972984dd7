import { z } from "zod";
import type { DeclaredResource } from "../../evaluate/declared-app.ts";
import { ofType } from "../declared.ts";

export type QueuePlan = {
  name: string;
  /** SQS attributes by AWS's names. */
  attributes: Record<string, string>;
};

const queue = z.looseObject({
  name: z.string(),
  fifoQueue: z.literal(false, "FIFO queues are not served").optional(),
  visibilityTimeoutSeconds: z.number().optional(),
  delaySeconds: z.number().optional(),
  messageRetentionSeconds: z.number().optional(),
  maxMessageSize: z.number().optional(),
  receiveWaitTimeSeconds: z.number().optional(),
  redrivePolicy: z.string().optional(),
});

/** Queues in the order in which they can be made: a dead-letter queue before the queue that names it. */
export function readQueues(resources: readonly DeclaredResource[]): QueuePlan[] {
  return ofType(resources, "aws:sqs/queue:Queue", queue)
    .sort((a, b) => Number(a.state.redrivePolicy !== undefined) - Number(b.state.redrivePolicy !== undefined))
    .map(({ state }) => ({
      name: state.name,
      attributes: given({
        VisibilityTimeout: state.visibilityTimeoutSeconds,
        DelaySeconds: state.delaySeconds,
        MessageRetentionPeriod: state.messageRetentionSeconds,
        MaximumMessageSize: state.maxMessageSize,
        ReceiveMessageWaitTimeSeconds: state.receiveWaitTimeSeconds,
        RedrivePolicy: state.redrivePolicy,
      }),
    }));
}

function given(attributes: Record<string, string | number | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}
