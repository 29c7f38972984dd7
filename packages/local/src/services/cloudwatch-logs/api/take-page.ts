import type { LogEvent, Position } from "../log-store.ts";

export type PageLimits = {
  events: number;
  matches: (message: string) => boolean;
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const maxPageBytes = 1024 * 1024;

/** Maximum number of events that a request scans: an empty page may still have a token for the next. */
const maxLookedAt = 100_000;

/** Takes matching events up to the limit of an answer; `next` is where to continue, if there may be more. */
export function takePage(
  events: Iterable<LogEvent>,
  { events: maxEvents, matches }: PageLimits,
): { events: LogEvent[]; next: Position | undefined } {
  const taken: LogEvent[] = [];
  let last: Position | undefined;
  let bytes = 0;
  let lookedAt = 0;
  for (const event of events) {
    if (taken.length === maxEvents || lookedAt === maxLookedAt) {
      return { events: taken, next: last };
    }
    if (matches(event.message)) {
      const size = Buffer.byteLength(event.message);
      if (bytes + size > maxPageBytes && taken.length > 0) {
        return { events: taken, next: last };
      }
      bytes += size;
      taken.push(event);
    }
    lookedAt += 1;
    last = event;
  }
  return { events: taken, next: undefined };
}
