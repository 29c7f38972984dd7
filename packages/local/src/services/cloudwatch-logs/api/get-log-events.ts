import { z } from "zod";
import type { LogEvent } from "../log-store.ts";
import { existingGroup, type LogsContext, requireStream } from "./logs-context.ts";
import { pageToken, readPageToken } from "./page-token.ts";
import { readInput } from "./refusals.ts";
import { type PageLimits, takePage } from "./take-page.ts";

const schema = z.looseObject({
  logStreamName: z.string(),
  startTime: z.int().optional(),
  endTime: z.int().optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
  nextToken: z.string().optional(),
  startFromHead: z.boolean().default(false),
});

/**
 * Returns a page of a stream: its newest events, or from its head, or by a token in either direction. At the
 * end, the token is the one of the request.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export function getLogEvents(context: LogsContext, input: unknown): object {
  const group = existingGroup(context, input);
  const asked = readInput(schema, input);
  requireStream(context, group, asked.logStreamName);
  const token = asked.nextToken === undefined ? undefined : readPageToken(asked.nextToken);
  const isForward = token ? token.direction === "f" : asked.startFromHead;
  const query = {
    group,
    streams: [asked.logStreamName],
    from: asked.startTime,
    until: asked.endTime,
    ...(token && (isForward ? { after: token.position } : { before: token.position })),
    newestFirst: !isForward,
  };
  const limits: PageLimits = { events: asked.limit, matches: () => true };
  const { events: taken } = takePage(context.store.events(query), limits);
  const events = isForward ? taken : taken.reverse();
  return {
    events: events.map(({ timestamp, message, ingested: ingestionTime }) => ({
      timestamp,
      message,
      ingestionTime,
    })),
    nextForwardToken: tokenAt("f", events.at(-1), asked.nextToken),
    nextBackwardToken: tokenAt("b", events.at(0), asked.nextToken),
  };
}

/** Without an event, the token leads to where the request came from. */
function tokenAt(direction: "b" | "f", event: LogEvent | undefined, given: string | undefined): string {
  const position = event ?? (given === undefined ? { timestamp: 0, id: 0 } : readPageToken(given).position);
  return pageToken({ direction, position: { timestamp: position.timestamp, id: position.id } });
}
