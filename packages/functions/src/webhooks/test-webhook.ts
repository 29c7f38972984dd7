import type { Attempt } from "@ashiato/core/webhooks/attempt";
import { testEvent } from "@ashiato/core/webhooks/webhook-event";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { timeOf } from "../http/audit-entry.ts";
import { attemptDelivery, attemptEntry } from "./attempt-delivery.ts";
import { webhookOfPath } from "./change-webhooks.ts";
import { logAttempt } from "./deliveries-table.ts";

/** Posts a test event to the webhook in the path, once. Returns the attempt. Throws RequestError NotFound. */
export async function testWebhook(request: APIGatewayProxyEventV2): Promise<Attempt> {
  const webhook = await webhookOfPath(request);
  const event = testEvent({
    webhook: webhook.id,
    stage: Resource.App.stage,
    time: timeOf(request),
    requestId: request.requestContext.requestId,
  });
  const outcome = await attemptDelivery(webhook, { id: event.id, body: JSON.stringify(event) });
  const { statusCode = 0 } = outcome;
  const attempt = attemptEntry(outcome, {
    event: event.id,
    type: event.type,
    attempt: 1,
    replay: 0,
    result: statusCode >= 200 && statusCode < 300 ? "delivered" : "given up",
    nextAttemptAt: null,
  });
  await logAttempt(webhook.id, attempt);
  return attempt;
}
