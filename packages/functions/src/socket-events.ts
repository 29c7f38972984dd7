import { type AppEvent, appEventSchema } from "@ashiato/core/events/app-event";
import type { SQSEvent } from "aws-lambda";
import * as z from "zod";
import { logger } from "./aws/telemetry.ts";
import { parseInput } from "./batch/parse-input.ts";
import { followRun } from "./push/follow-run.ts";
import { spread } from "./push/spread.ts";

const onBusSchema = z.looseObject({ detail: appEventSchema });

/**
 * Puts events of the bus on the queue of pushes, each for all that subscribe to its topic. A run that begins
 * is followed, if a connection subscribes to runs.
 */
export async function handler({ Records }: SQSEvent): Promise<void> {
  for (const { body } of Records) {
    const { detail: event } = parseInput(onBusSchema, JSON.parse(body));
    const topic = topicOf(event);
    const message = { type: "event" as const, topic, event };
    const subscriptions = await spread(topic, { id: event.id, content: { message } });
    if (event.type === "runs.started" && subscriptions > 0) {
      await followRun({ chain: event.id, run: event.data.run });
    }
    logger.info("event", { id: event.id, type: event.type, subscriptions });
  }
}

function topicOf({ type }: AppEvent): "exports" | "runs" | "intake" {
  switch (type) {
    case "exports.published":
      return "exports";
    case "runs.started":
    case "runs.succeeded":
    case "runs.failed":
      return "runs";
    case "intake.registered":
    case "intake.failed":
      return "intake";
  }
}
