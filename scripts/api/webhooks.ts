import {
  attemptListSchema,
  type Replay,
  replaySchema,
  type ShownWebhook,
  shownWebhookSchema,
  webhookListSchema,
  type WebhookWithSecret,
  webhookWithSecretSchema,
} from "@ashiato/core/api/webhook-schemas";
import { type Attempt, attemptSchema } from "@ashiato/core/webhooks/attempt";
import type { NewWebhook } from "@ashiato/core/webhooks/webhook";
import { type ApiAccess, askApi } from "./ask-api.ts";

/** Returns every webhook. Throws an Error with the API's own message, as all functions of this file do. */
export async function listWebhooks(api: ApiAccess, signal: AbortSignal): Promise<ShownWebhook[]> {
  return (await askApi(api, "/v1/webhooks", { schema: webhookListSchema, signal })).webhooks;
}

/** Adds a webhook, and returns its secret with it. */
export function addWebhook(
  api: ApiAccess,
  body: NewWebhook,
  signal: AbortSignal,
): Promise<WebhookWithSecret> {
  return askApi(api, "/v1/webhooks", { method: "POST", body, schema: webhookWithSecretSchema, signal });
}

export function removeWebhook(api: ApiAccess, id: string, signal: AbortSignal): Promise<ShownWebhook> {
  return askApi(api, pathOf(id), { method: "DELETE", schema: shownWebhookSchema, signal });
}

type Asked<Body> = { id: string; body: Body; signal: AbortSignal };

/** Gives a webhook one more secret, and returns it. */
export function rotateWebhook(
  api: ApiAccess,
  { id, body, signal }: Asked<{ othersExpireInSeconds: number }>,
): Promise<WebhookWithSecret> {
  return askApi(api, `${pathOf(id)}/rotate`, {
    method: "POST",
    body,
    schema: webhookWithSecretSchema,
    signal,
  });
}

/** Posts a test event, and returns how the receiver answered. */
export function testWebhook(api: ApiAccess, id: string, signal: AbortSignal): Promise<Attempt> {
  return askApi(api, `${pathOf(id)}/test`, { method: "POST", schema: attemptSchema, signal });
}

/** Returns the newest attempts, newest first. */
export async function listAttempts(
  api: ApiAccess,
  { id, limit, signal }: { id: string; limit: number; signal: AbortSignal },
): Promise<Attempt[]> {
  const path = `${pathOf(id)}/deliveries?limit=${limit}`;
  return (await askApi(api, path, { schema: attemptListSchema, signal })).deliveries;
}

/** Sends an event again. */
export function replayEvent(
  api: ApiAccess,
  { id, event, signal }: { id: string; event: string; signal: AbortSignal },
): Promise<Replay> {
  const path = `${pathOf(id)}/deliveries/${encodeURIComponent(event)}/replay`;
  return askApi(api, path, { method: "POST", schema: replaySchema, signal });
}

function pathOf(id: string): string {
  return `/v1/webhooks/${encodeURIComponent(id)}`;
}
