import type { Replay } from "@ashiato/core/api/webhook-schemas";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { RequestError } from "../errors.ts";
import { webhookOfPath } from "./change-webhooks.ts";
import { findDelivery } from "./deliveries-table.ts";
import { sendDelivery } from "./send-delivery.ts";

/**
 * Has an event sent to the webhook in the path again: a message of the next round, which begins when the
 * message is handled. Throws RequestError NotFound for an event that it was not sent, Conflict for a webhook
 * that is disabled.
 */
export async function replayEvent(request: APIGatewayProxyEventV2): Promise<Replay> {
  const { id: webhook, status } = await webhookOfPath(request);
  const event = request.pathParameters?.["event"] ?? "";
  const delivery = await findDelivery(webhook, event);
  if (delivery === undefined) {
    throw new RequestError(
      "NotFound",
      `The webhook ${JSON.stringify(webhook)} was sent no event ${JSON.stringify(event)} in the last ${Resource.WebhookSettings.logDays} days`,
    );
  }
  if (status === "disabled") {
    throw new RequestError(
      "Conflict",
      `The webhook ${JSON.stringify(webhook)} is disabled: remove it and add it again`,
    );
  }
  const round = delivery.round + 1;
  await sendDelivery(Resource.WebhookPosts.url, { webhook, event, round });
  return { webhook, event, replay: round };
}
