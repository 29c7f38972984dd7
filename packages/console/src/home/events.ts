import type { StageEvent } from "../live/message.ts";

const maxEvents = 30;

/** Returns the events with one more, the newest first. One that comes twice is there once. */
export function withEvent(events: readonly StageEvent[], event: StageEvent): StageEvent[] {
  return [event, ...events.filter(({ id }) => id !== event.id)]
    .toSorted((one, other) => other.time.localeCompare(one.time))
    .slice(0, maxEvents);
}
