import { setTimeout as sleep } from "node:timers/promises";
import { type CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import type { LogSource } from "./log-sources.ts";

/** An event of a source; the time is in ISO 8601. */
export type SourceEvent = { time: string; source: string; stream: string; message: string };

export type Asked = {
  /** Milliseconds since 1970. */
  from: number;
  follow: boolean;
  pattern: string | undefined;
};

type Access = { client: CloudWatchLogsClient; signal: AbortSignal };

const pauseMilliseconds = 1_000;

/** CloudWatch may show an event after a newer one. */
const lateMilliseconds = 10_000;

/**
 * Yields the events of the sources in order of time; with `follow`, also new ones as they arrive, until the
 * signal is aborted.
 */
export async function* readEvents(
  access: Access,
  sources: readonly LogSource[],
  { from, follow, pattern }: Asked,
): AsyncGenerator<SourceEvent> {
  const seen = new Map<string, number>();
  let start = from;
  for (;;) {
    const pages = await Promise.all(
      sources.map((source) => eventsOf(access, source, { from: start, pattern })),
    );
    const events = pages.flat().toSorted((a, b) => a.timestamp - b.timestamp);
    for (const { id, timestamp, event } of events) {
      if (!seen.has(id)) {
        seen.set(id, timestamp);
        yield event;
      }
    }
    if (!follow) {
      return;
    }
    start = Math.max(start, (events.at(-1)?.timestamp ?? 0) - lateMilliseconds);
    for (const [id, timestamp] of seen) {
      if (timestamp < start) {
        seen.delete(id);
      }
    }
    await sleep(pauseMilliseconds, undefined, { signal: access.signal });
  }
}

type Found = { id: string; timestamp: number; event: SourceEvent };

async function eventsOf(
  { client, signal }: Access,
  { name: source, logGroup }: LogSource,
  { from: startTime, pattern: filterPattern }: { from: number; pattern: string | undefined },
): Promise<Found[]> {
  const found: Found[] = [];
  const asked = { logGroupName: logGroup, startTime, filterPattern };
  for await (const page of paginateFilterLogEvents({ client }, asked, { abortSignal: signal })) {
    for (const { eventId = "", timestamp = 0, message = "", logStreamName: stream = "" } of page.events ??
      []) {
      const time = new Date(timestamp).toISOString();
      found.push({ id: `${source} ${eventId}`, timestamp, event: { time, source, stream, message } });
    }
  }
  return found;
}
