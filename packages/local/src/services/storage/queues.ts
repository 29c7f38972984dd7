import { z } from "zod";
import { arn } from "../aws-names.ts";
import type { DeclaredResources } from "../declared.ts";
import type { ServedKind } from "../service.ts";

export type QueuePlan = {
  name: string;
  /** SQS attributes by AWS's names. */
  attributes: Record<string, string>;
};

export const queueKinds: Record<string, ServedKind> = {
  "aws:sqs/queue:Queue": {
    state: async (request, aws) => {
      const name = String(request.inputs["name"]);
      const url = `${await aws.address(request)}/${aws.accountId}/${name}`;
      return { id: url, state: { url, arn: arn(aws, "sqs", name) } };
    },
  },
};

const queue = z.looseObject({
  name: z.string(),
  fifoQueue: z.boolean().optional(),
  contentBasedDeduplication: z.boolean().optional(),
  deduplicationScope: z.literal("queue", "deduplication by message group is not served").optional(),
  fifoThroughputLimit: z.enum(["perQueue", "perMessageGroupId"]).optional(),
  visibilityTimeoutSeconds: z.number().optional(),
  delaySeconds: z.number().optional(),
  messageRetentionSeconds: z.number().optional(),
  maxMessageSize: z.number().optional(),
  receiveWaitTimeSeconds: z.number().optional(),
  redrivePolicy: z.string().optional(),
});

/**
 * Returns the queues in the order in which they can be made: a dead-letter queue before the queue that names
 * it.
 */
export function readQueues(declared: DeclaredResources): QueuePlan[] {
  return declared
    .ofType("aws:sqs/queue:Queue", queue)
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
        // SQS refuses the value false: a queue without the attribute is a standard queue.
        FifoQueue: state.fifoQueue === true ? true : undefined,
        ContentBasedDeduplication: state.contentBasedDeduplication,
      }),
    }));
}

function given(attributes: Record<string, string | number | boolean | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}
