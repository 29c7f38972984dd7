import type { StageEvent } from "@ashiato/local/services/stage-event";
import { zonedTimeOfDay } from "../report/zoned-time.ts";
import { eventLine, type Watched } from "./event-line.ts";

export type EventPrinter = {
  /** Returns the line for an event with its time; undefined for one that is not shown. */
  line: (event: StageEvent, now: number) => string | undefined;
};

/**
 * Returns a printer of a stage's events, one line each. Shows repeated requests with the same answer only
 * once, such as those of commands that poll a run.
 */
export function eventPrinter(watched: Watched & { timeZone: string }): EventPrinter {
  let lastRequest = "";
  return {
    line: (event, now) => {
      if (event.kind === "request") {
        const request = `${event.method} ${event.url} ${event.statusCode}`;
        const isRepeated = event.method === "GET" && request === lastRequest;
        lastRequest = request;
        if (isRepeated) {
          return undefined;
        }
      }
      const text = eventLine(event, watched);
      return text && `${zonedTimeOfDay(now, watched.timeZone)}  ${text}`;
    },
  };
}
