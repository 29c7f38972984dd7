import { z } from "zod";
import { compileFilterPattern } from "../filter-pattern/filter-pattern.ts";
import { existingGroup, type LogsContext, requireStream } from "./logs-context.ts";
import { pageToken, readPageToken } from "./page-token.ts";
import { invalidParameter, readInput } from "./refusals.ts";
import { takePage } from "./take-page.ts";

const schema = z.looseObject({
  logStreamNames: z.array(z.string()).min(1).max(100).optional(),
  logStreamNamePrefix: z.string().optional(),
  startTime: z.int().optional(),
  endTime: z.int().optional(),
  filterPattern: z.string().default(""),
  limit: z.int().min(1).max(10_000).default(10_000),
  nextToken: z.string().optional(),
});

/**
 * Returns the events of a group that match a filter pattern, in the order of their time.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export function filterLogEvents(context: LogsContext, input: unknown): object {
  const group = existingGroup(context, input);
  const asked = readInput(schema, input);
  const streams = streamsOf(context, group, asked);
  const query = {
    group,
    ...(streams && { streams }),
    from: asked.startTime,
    // Unlike GetLogEvents, up to and including this time.
    until: asked.endTime === undefined ? undefined : asked.endTime + 1,
    after: asked.nextToken === undefined ? undefined : readPageToken(asked.nextToken).position,
  };
  const matches = compileFilterPattern(asked.filterPattern);
  const { events, next } = takePage(context.store.events(query), { events: asked.limit, matches });
  return {
    events: events.map(({ id, stream, timestamp, message, ingested }) => ({
      logStreamName: stream,
      timestamp,
      message,
      ingestionTime: ingested,
      eventId: String(id).padStart(56, "0"),
    })),
    searchedLogStreams: [],
    nextToken: next && pageToken({ direction: "p", position: next }),
  };
}

function streamsOf(
  context: LogsContext,
  group: string,
  { logStreamNames: names, logStreamNamePrefix: prefix }: z.infer<typeof schema>,
): readonly string[] | undefined {
  if (names !== undefined && prefix !== undefined) {
    throw invalidParameter("You can specify either logStreamNames or logStreamNamePrefix, but not both.");
  }
  for (const name of names ?? []) {
    requireStream(context, group, name);
  }
  return (
    names ?? (prefix === undefined ? undefined : context.store.streams(group, prefix).map(({ name }) => name))
  );
}
