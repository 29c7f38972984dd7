import { z } from "zod";
import { LocalError } from "../../local-error.ts";
import type { DeclaredResources } from "../declared.ts";

/** A queue whose messages Lambda hands to a function. */
export type MappingPlan = {
  name: string;
  queueArn: string;
  functionArn: string;
  enabled: boolean;
  maxMessages: number;
  windowSeconds: number;
  /** Invocations under way at a time. */
  maxConcurrency: number;
  /** Whether the function's answer names the messages that failed. */
  reportsFailures: boolean;
};

/**
 * Lambda begins with five pollers and adds others while a queue grows; the stage, on one machine, adds none.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const pollers = 5;

/** Of a standard queue without a batching window, and of a FIFO queue. */
const maxUnwindowedMessages = 10;

const mapping = z.looseObject({
  eventSourceArn: z
    .string()
    .regex(/^arn:[^:]+:sqs:/, "only queues are served as event sources, not streams or brokers"),
  functionName: z.string(),
  enabled: z.boolean().default(true),
  batchSize: z.number().int().min(1).max(10_000).default(10),
  maximumBatchingWindowInSeconds: z.number().int().min(0).max(300).default(0),
  functionResponseTypes: z.array(z.literal("ReportBatchItemFailures")).default([]),
  scalingConfig: z.object({ maximumConcurrency: z.number().int().min(2).max(1_000) }).nullish(),
  filterCriteria: z.undefined("filters are not served").nullish(),
  destinationConfig: z.undefined("queues have no failure destination: use a dead-letter queue").nullish(),
  provisionedPollerConfig: z.undefined("provisioned pollers are not served").nullish(),
});

/**
 * Reads the declared mappings. Throws LocalError UNSUPPORTED for what is not served, and for a batch that
 * Lambda would refuse: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html
 */
export function readMappings(declared: DeclaredResources): MappingPlan[] {
  return declared
    .ofType("aws:lambda/eventSourceMapping:EventSourceMapping", mapping)
    .map(({ name, state }) => {
      const windowSeconds = state.maximumBatchingWindowInSeconds;
      const isFifo = state.eventSourceArn.endsWith(".fifo");
      const fault = batchFault({ isFifo, maxMessages: state.batchSize, windowSeconds });
      if (fault !== undefined) {
        throw new LocalError("UNSUPPORTED", `Event source mapping ${name}: ${fault}`);
      }
      return {
        name,
        queueArn: state.eventSourceArn,
        functionArn: state.functionName,
        enabled: state.enabled,
        maxMessages: state.batchSize,
        windowSeconds,
        maxConcurrency: Math.min(pollers, state.scalingConfig?.maximumConcurrency ?? pollers),
        reportsFailures: state.functionResponseTypes.length > 0,
      };
    });
}

function batchFault(batch: {
  isFifo: boolean;
  maxMessages: number;
  windowSeconds: number;
}): string | undefined {
  const { isFifo, maxMessages, windowSeconds } = batch;
  if (isFifo && windowSeconds > 0) {
    return "a FIFO queue takes no batching window";
  }
  if (maxMessages > maxUnwindowedMessages && (isFifo || windowSeconds === 0)) {
    const needs = isFifo
      ? "a FIFO queue has at most"
      : "without a batching window of a second or more there are at most";
    return `a batch of ${maxMessages} messages: ${needs} ${maxUnwindowedMessages}`;
  }
  return undefined;
}
