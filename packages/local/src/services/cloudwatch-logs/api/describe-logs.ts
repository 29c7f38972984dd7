import { z } from "zod";
import type { LogStream } from "../log-store.ts";
import { existingGroup, groupArn, type LogsContext } from "./logs-context.ts";
import { invalidParameter, readInput } from "./refusals.ts";

const limit = z.int().min(1).max(50).default(50);

const groupsSchema = z.looseObject({
  logGroupNamePrefix: z.string().default(""),
  logGroupNamePattern: z.string().optional(),
  limit,
  nextToken: z.string().optional(),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export function describeLogGroups(context: LogsContext, input: unknown): object {
  const asked = readInput(groupsSchema, input);
  const pattern = asked.logGroupNamePattern?.toLowerCase();
  if (pattern !== undefined && asked.logGroupNamePrefix !== "") {
    throw invalidParameter(
      "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
    );
  }
  const groups = context.store
    .groups(asked.logGroupNamePrefix)
    .filter(({ name }) => pattern === undefined || name.toLowerCase().includes(pattern));
  const { page, nextToken } = pageOf(groups, asked);
  return {
    logGroups: page.map(({ name, created, retentionDays, bytes }) => ({
      logGroupName: name,
      creationTime: created,
      retentionInDays: retentionDays,
      metricFilterCount: 0,
      arn: `${groupArn(context, name)}:*`,
      logGroupArn: groupArn(context, name),
      storedBytes: bytes,
      logGroupClass: "STANDARD",
    })),
    nextToken,
  };
}

const streamsSchema = z.looseObject({
  logStreamNamePrefix: z.string().default(""),
  orderBy: z.enum(["LogStreamName", "LastEventTime"]).default("LogStreamName"),
  descending: z.boolean().default(false),
  limit,
  nextToken: z.string().optional(),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export function describeLogStreams(context: LogsContext, input: unknown): object {
  const group = existingGroup(context, input);
  const asked = readInput(streamsSchema, input);
  const byTime = asked.orderBy === "LastEventTime";
  if (byTime && asked.logStreamNamePrefix !== "") {
    throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const streams = context.store.streams(group, asked.logStreamNamePrefix);
  if (byTime) {
    streams.sort((a, b) => (a.last ?? 0) - (b.last ?? 0));
  }
  const { page, nextToken } = pageOf(asked.descending ? streams.reverse() : streams, asked);
  return { logStreams: page.map((stream) => streamOf(stream, groupArn(context, group))), nextToken };
}

function streamOf({ name, created, first, last, lastIngested }: LogStream, arn: string): object {
  return {
    logStreamName: name,
    creationTime: created,
    firstEventTimestamp: first,
    lastEventTimestamp: last,
    lastIngestionTime: lastIngested,
    arn: `${arn}:log-stream:${name}`,
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogStream.html: always 0
    storedBytes: 0,
  };
}

/** The token of a page is the name of the item that it begins with. */
function pageOf<Item extends { name: string }>(
  items: readonly Item[],
  { limit: size, nextToken }: { limit: number; nextToken?: string | undefined },
): { page: Item[]; nextToken: string | undefined } {
  const start = nextToken === undefined ? 0 : items.findIndex(({ name }) => name === nextToken);
  if (start === -1) {
    throw invalidParameter("The specified nextToken is invalid.");
  }
  return { page: items.slice(start, start + size), nextToken: items[start + size]?.name };
}
