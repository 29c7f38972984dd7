import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import { existingGroup, type LogsContext, requireStream } from "./logs-context.ts";
import { readInput } from "./refusals.ts";

const groupName = z.string().regex(/^[\w./#-]{1,512}$/);
const streamName = z.string().regex(/^[^:*]{1,512}$/);

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export function createLogGroup({ store }: LogsContext, input: unknown): object {
  const { logGroupName } = readInput(z.looseObject({ logGroupName: groupName }), input);
  if (!store.addGroup(logGroupName, Date.now())) {
    throw alreadyExists("log group");
  }
  return {};
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export function createLogStream(context: LogsContext, input: unknown): object {
  const group = existingGroup(context, input);
  const { logStreamName } = readInput(z.looseObject({ logStreamName: streamName }), input);
  if (!context.store.addStream(group, logStreamName, Date.now())) {
    throw alreadyExists("log stream");
  }
  return {};
}

const eventsSchema = z.looseObject({
  logStreamName: streamName,
  logEvents: z
    .array(z.object({ timestamp: z.int().nonnegative(), message: z.string().min(1) }))
    .min(1)
    .max(10_000),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export function putLogEvents(context: LogsContext, input: unknown): object {
  const group = existingGroup(context, input);
  const { logStreamName: stream, logEvents } = readInput(eventsSchema, input);
  requireStream(context, group, stream);
  context.writer.write({ group, stream }, logEvents);
  context.writer.flush();
  return {};
}

/** Days that CloudWatch Logs lets a group keep its events. */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export function putRetentionPolicy(context: LogsContext, input: unknown): object {
  const group = existingGroup(context, input);
  const schema = z.looseObject({
    retentionInDays: z.int().refine((days) => retentionDays.includes(days), {
      error: `must be one of ${retentionDays.join(", ")}`,
    }),
  });
  context.store.retain(group, readInput(schema, input).retentionInDays);
  context.store.expire(context.now());
  return {};
}

function alreadyExists(what: "log group" | "log stream"): ServiceError {
  return new ServiceError("ResourceAlreadyExistsException", `The specified ${what} already exists`);
}
