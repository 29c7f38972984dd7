import { type AppEvent, appEventSchema } from "@ashiato/core/events/app-event";
import type { Webhook } from "@ashiato/core/webhooks/webhook";
import type { SQSEvent } from "aws-lambda";
import { Resource } from "sst";
import * as z from "zod";
import { logger } from "./aws/telemetry.ts";
import { listWebhooks } from "./aws/webhooks-table.ts";
import { parseInput } from "./batch/parse-input.ts";
import { createDelivery } from "./webhooks/deliveries-table.ts";
import { sendDelivery } from "./webhooks/send-delivery.ts";

/** What the bus puts on the queue. */
const inputSchema = z.object({ detail: appEventSchema });

/**
 * Makes a delivery of each event for each webhook that gets its type. One that is there already is that of an
 * event which was handed over twice: it is left alone, unless the message about it may not have been sent.
 */
export async function handler({ Records }: SQSEvent): Promise<void> {
  for (const { body } of Records) {
    const { detail: event } = parseInput(inputSchema, JSON.parse(body));
    const webhooks = await listWebhooks();
    const subscribed = webhooks.filter(
      ({ status, types }) => status === "active" && types.includes(event.type),
    );
    await Promise.all(subscribed.map((webhook) => begin(webhook, event)));
    logger.info("fan-out", { event: event.id, webhooks: subscribed.map(({ id }) => id) });
  }
}

async function begin({ id: webhook }: Webhook, event: AppEvent): Promise<void> {
  const now = Date.now();
  const known = await createDelivery({
    webhook,
    event: event.id,
    type: event.type,
    body: JSON.stringify(event),
    status: "pending",
    round: 0,
    attempts: 0,
    since: now,
    dueAt: now,
    revision: 1,
  });
  if (known === undefined || (known.status === "pending" && known.attempts === 0)) {
    await sendDelivery(Resource.WebhookPosts.url, { webhook, event: event.id, round: 0 });
  }
}
