import { useState } from "preact/hooks";
import { useSession, useWording } from "../app/context.ts";
import type { Wording } from "../app/context.ts";
import { countText } from "../format/number.ts";
import { clockText } from "../format/time.ts";
import type { LiveMessage, StageEvent } from "../live/message.ts";
import { useLive } from "../live/use-live.ts";
import { Empty } from "../parts/notice.tsx";
import { may } from "./needs.ts";
import { withEvent } from "./events.ts";

/** The newest events, as the stage tells of them. */
export function EventList() {
  const { caller } = useSession();
  const wording = useWording();
  const { t, language } = wording;
  const [events, setEvents] = useState<readonly StageEvent[]>([]);
  const hear = (message: LiveMessage) => {
    if (message.type === "event") {
      setEvents((known) => withEvent(known, message.event));
    }
  };
  useLive(may(caller, "exports:read") ? "exports" : undefined, hear);
  useLive(may(caller, "runs:start") ? "runs" : undefined, hear);
  useLive(may(caller, "uploads") || may(caller, "clients:admin") ? "intake" : undefined, hear);
  if (events.length === 0) {
    return <Empty title={t.home.eventsEmpty} hint={t.home.eventsHint} />;
  }
  return (
    <ol class="events" aria-live="polite">
      {events.map((event) => (
        <li key={event.id}>
          <time class="mono quiet" dateTime={event.time}>
            {clockText(event.time, { timeZone: caller.timeZone, language })}
          </time>
          <span>{eventText(event, wording)}</span>
        </li>
      ))}
    </ol>
  );
}

function eventText(event: StageEvent, { t, language }: Wording): string {
  const count = (value: number) => countText(value, language);
  switch (event.type) {
    case "exports.published": {
      const { date, version, kind, rows } = event.data;
      return kind === "whole"
        ? t.event.published(date, String(version), count(rows))
        : t.event.supplemented(date, count(rows));
    }
    case "runs.started":
      return t.event.runStarted(event.data.run);
    case "runs.succeeded":
      return t.event.runSucceeded(event.data.run);
    case "runs.failed":
      return t.event.runFailed(event.data.run);
    case "intake.registered":
      return t.event.registered(event.data.name, count(event.data.rows.accepted));
    case "intake.failed":
      return t.event.intakeFailed(event.data.name);
  }
}
