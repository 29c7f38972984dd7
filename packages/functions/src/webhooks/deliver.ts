import {
  afterAttempt,
  type Delivery,
  type DeliveryMessage,
  type Outcome,
  takeTurn,
} from "@ashiato/core/webhooks/delivery";
import type { Webhook } from "@ashiato/core/webhooks/webhook";
import { Resource } from "sst";
import { logger, publishCounts } from "../aws/telemetry.ts";
import { disableWebhook, findWebhook } from "../aws/webhooks-table.ts";
import { attemptDelivery, attemptOf } from "./attempt-delivery.ts";
import { findDelivery, logAttempt, saveDelivery } from "./deliveries-table.ts";
import { sendDelivery } from "./send-delivery.ts";
import { webhookSettings } from "./settings.ts";

/** Beyond the time limit of an attempt: one that has not ended by then never will. */
const spareMilliseconds = 15_000;

/** When a message is to come back: milliseconds since 1970; undefined if it is done. */
type Next = number | undefined;

/**
 * Does what a message of the queue of deliveries is for: makes the next attempt, if it is due. Returns when
 * the message is to come back.
 */
export async function deliver(message: DeliveryMessage): Promise<Next> {
  const delivery = await findDelivery(message.webhook, message.event);
  if (delivery === undefined) {
    logger.info("the delivery is forgotten", { message });
    return undefined;
  }
  const { timeoutMilliseconds } = webhookSettings();
  const now = Date.now();
  const turn = takeTurn(delivery, message, {
    now,
    reservedMilliseconds: timeoutMilliseconds + spareMilliseconds,
  });
  if (turn.turn === "wait") {
    return turn.until;
  }
  if (turn.turn === "drop") {
    logger.info("nothing to deliver", { message, reason: turn.reason });
    return undefined;
  }
  const webhook = await findWebhook(message.webhook);
  if (webhook?.status !== "active") {
    await saveDelivery({ ...turn.delivery, status: "cancelled" });
    logger.info("the webhook is disabled or removed", { message });
    return undefined;
  }
  if (!(await saveDelivery(turn.delivery))) {
    // Another message about the same delivery came first.
    return now;
  }
  const outcome = await attemptDelivery(webhook, { id: message.event, body: turn.delivery.body });
  return await settle(webhook, turn.delivery, outcome);
}

async function settle(webhook: Webhook, delivery: Delivery, outcome: Outcome): Promise<Next> {
  const settled = afterAttempt(delivery, outcome, {
    now: Date.now(),
    random: Math.random(),
    schedule: webhookSettings().schedule,
  });
  const { result } = settled;
  const attempt = attemptOf(outcome, settled);
  logger.info("delivery", { webhook: webhook.id, attempt });
  publishCounts("webhooks", { [result === "given up" ? "givenUp" : result]: 1 });
  if (result === "gone") {
    await disableWebhook(webhook.id, `The receiver answered 410 at ${attempt.at}`);
  }
  if (result === "given up") {
    // Before the end is noted: an attempt too many is better than a dead letter that is missing.
    const { event, round } = delivery;
    await sendDelivery(Resource.DeadWebhookPosts.url, { webhook: webhook.id, event, round: round + 1 });
  }
  if (!(await saveDelivery(settled.delivery, attempt))) {
    // The event was sent again meanwhile: its message belongs to a later round.
    await logAttempt(webhook.id, attempt);
    return undefined;
  }
  return result === "retrying" ? settled.delivery.dueAt : undefined;
}
