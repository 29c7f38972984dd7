import { firstReadable } from "../clients/readable-dates.ts";
import type { Client } from "../clients/client.ts";
import { type Holder, refusedHolder } from "../clients/client-use.ts";
import type { AppEvent } from "../events/app-event.ts";
import { allFiles, type Topic, topicRights } from "./topics.ts";

/** A holder with what is known of its client at a moment, in the stage's time zone. */
export type Listener = { holder: Holder; client: Client | undefined; now: number; timeZone: string };

export type TopicRefusal = {
  /** Whether the key itself is no longer valid, and the connection with it. */
  ended: boolean;
  reason: string;
};

/** Returns why a listener may not hear of a topic; undefined if it may. */
export function refusedTopic(topic: Topic, listener: Listener): TopicRefusal | undefined {
  const { holder, client } = listener;
  const right = topicRights[topic];
  const isAdministrator =
    topic === "intake" && refusedHolder(holder, { ...listener, right: allFiles }) === undefined;
  const refused = isAdministrator ? undefined : refusedHolder(holder, { ...listener, right });
  if (refused === "no such key" || refused === "revoked") {
    return { ended: true, reason: "the key was revoked or has expired" };
  }
  if (refused === "no right") {
    return { ended: false, reason: `the topic ${topic} requires the right ${right}` };
  }
  if (topic === "exports" && client?.exportRows === "own") {
    return {
      ended: false,
      reason: "this key reads its own rows alone, and an export holds the rows of all clients",
    };
  }
  return undefined;
}

/** Returns whether a listener that may hear of an event's topic is shown the event, as the same GET would. */
export function isShown(event: AppEvent, listener: Listener): boolean {
  const { holder, client, now, timeZone } = listener;
  switch (event.type) {
    case "exports.published": {
      const readable = firstReadable({ now, timeZone, days: client?.exportDays });
      return readable === undefined || event.data.date >= readable;
    }
    case "intake.registered":
    case "intake.failed":
      return (
        refusedHolder(holder, { ...listener, right: allFiles }) === undefined ||
        (client !== undefined && event.data.client === client.id)
      );
    case "runs.started":
    case "runs.succeeded":
    case "runs.failed":
      return true;
  }
}
