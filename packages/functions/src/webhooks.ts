import type { AttemptList } from "@ashiato/core/api/webhook-schemas";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { limitUse } from "./http/limit-use.ts";
import { positiveInteger, type Query, refuseUnknown } from "./http/query.ts";
import { RequestError } from "./errors.ts";
import {
  addWebhook,
  allWebhooks,
  removeWebhook,
  rotateSecret,
  shownWebhook,
  webhookOfPath,
} from "./webhooks/change-webhooks.ts";
import { listAttempts } from "./webhooks/deliveries-table.ts";
import { replayEvent } from "./webhooks/replay-event.ts";
import { testWebhook } from "./webhooks/test-webhook.ts";

/** An answer may hold a secret. */
const notStored = { "cache-control": "no-store" };
const defaultAttempts = 100;
const maxAttempts = 1_000;

/** Serves `/v1/webhooks`, for administrators. */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  return limitUse({ event, measures: [] }, () => serve(event));
}

async function serve(event: APIGatewayProxyEventV2): Promise<Answer> {
  const query = event.queryStringParameters ?? {};
  try {
    refuseUnknown(query, event.routeKey.endsWith("/deliveries") ? ["limit"] : []);
    switch (event.routeKey) {
      case "POST /v1/webhooks":
        return answer(201, await addWebhook(event), notStored);
      case "GET /v1/webhooks":
        return answer(200, await allWebhooks(), notStored);
      case "GET /v1/webhooks/{webhook}":
        return answer(200, shownWebhook(await webhookOfPath(event)), notStored);
      case "DELETE /v1/webhooks/{webhook}":
        return answer(200, await removeWebhook(event), notStored);
      case "POST /v1/webhooks/{webhook}/rotate":
        return answer(201, await rotateSecret(event), notStored);
      case "POST /v1/webhooks/{webhook}/test":
        return answer(200, await testWebhook(event), notStored);
      case "GET /v1/webhooks/{webhook}/deliveries": {
        const limit = limitOf(query);
        const { id } = await webhookOfPath(event);
        const deliveries = await listAttempts(id, limit);
        return answer(200, { deliveries } satisfies AttemptList, notStored);
      }
      case "POST /v1/webhooks/{webhook}/deliveries/{event}/replay":
        return answer(202, await replayEvent(event), notStored);
      default:
        throw new Error(`No route of webhooks: ${event.routeKey}`);
    }
  } catch (error) {
    return refuse(error, event.requestContext.requestId);
  }
}

function limitOf(query: Query): number {
  const limit = positiveInteger(query, "limit") ?? defaultAttempts;
  if (limit > maxAttempts) {
    throw new RequestError("InvalidParameter", `limit must be at most ${maxAttempts}, got ${limit}`);
  }
  return limit;
}
