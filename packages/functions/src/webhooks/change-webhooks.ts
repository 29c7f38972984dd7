import { randomBytes } from "node:crypto";
import {
  rotationRequestSchema,
  type ShownWebhook,
  type WebhookList,
  type WebhookWithSecret,
} from "@ashiato/core/api/webhook-schemas";
import { secretBytes, webhookSecret } from "@ashiato/core/webhooks/signature";
import {
  createdWebhook,
  maxSecrets,
  newWebhookSchema,
  rotatedWebhook,
  type Webhook,
} from "@ashiato/core/webhooks/webhook";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { addAuditEntry } from "../aws/clients-table.ts";
import { deleteWebhook, findWebhook, listWebhooks, saveWebhook } from "../aws/webhooks-table.ts";
import { RequestError } from "../errors.ts";
import { entryOf, timeOf } from "../http/audit-entry.ts";
import { readOptionalRequest, readRequest } from "../http/read-request.ts";
import { refusedUrl } from "./refused-url.ts";
import { webhookSettings } from "./settings.ts";

type Event = APIGatewayProxyEventV2;

/**
 * Adds a webhook, and returns its secret this once. Throws RequestError InvalidBody for a URL that leads
 * inside a network, Conflict for an id that is taken.
 */
export async function addWebhook(event: Event): Promise<WebhookWithSecret> {
  const asked = await readRequest(event, newWebhookSchema);
  const refused = await refusedUrl(asked.url, webhookSettings().reach);
  if (refused !== undefined) {
    throw new RequestError("InvalidBody", `The body is not valid: url ${refused}`);
  }
  const secret = webhookSecret(randomBytes(secretBytes));
  const webhook = createdWebhook(asked, { secret, at: timeOf(event) });
  if (!(await saveWebhook(webhook))) {
    throw new RequestError("Conflict", `There is a webhook ${JSON.stringify(asked.id)} already`);
  }
  const { id, url, types } = webhook;
  await addAuditEntry(entryOf(event, { action: "webhook added", webhook: id, details: { url, types } }));
  return { ...shownWebhook(webhook), secret };
}

/** Returns every webhook without its secrets, by id. */
export async function allWebhooks(): Promise<WebhookList> {
  return { webhooks: (await listWebhooks()).map(shownWebhook) };
}

/** Removes the webhook in the path. Throws RequestError NotFound. */
export async function removeWebhook(event: Event): Promise<ShownWebhook> {
  const webhook = await webhookOfPath(event);
  if (!(await deleteWebhook(webhook.id))) {
    throw noWebhook(webhook.id);
  }
  const { id, url, types } = webhook;
  await addAuditEntry(entryOf(event, { action: "webhook removed", webhook: id, details: { url, types } }));
  return shownWebhook(webhook);
}

/**
 * Gives the webhook in the path one more secret, and returns it this once. Throws RequestError NotFound, or
 * Conflict beside another change, and for a webhook that has as many secrets as it may.
 */
export async function rotateSecret(event: Event): Promise<WebhookWithSecret> {
  const before = await webhookOfPath(event);
  const asked = await readOptionalRequest(event, rotationRequestSchema);
  const { othersExpireInSeconds = webhookSettings().rotationSeconds } = asked;
  const { timeEpoch } = event.requestContext;
  const othersEnd = new Date(timeEpoch + othersExpireInSeconds * 1_000).toISOString();
  const secret = webhookSecret(randomBytes(secretBytes));
  const webhook = rotatedWebhook(before, { secret, at: timeOf(event), othersEnd });
  const name = JSON.stringify(webhook.id);
  if (webhook.secrets.length > maxSecrets) {
    throw new RequestError(
      "Conflict",
      `The webhook ${name} has ${maxSecrets} secrets that have not ended: end them by "othersExpireInSeconds": 0`,
    );
  }
  if (!(await saveWebhook(webhook))) {
    throw new RequestError(
      "Conflict",
      `The webhook ${name} was changed at the same moment: read it and try again`,
    );
  }
  const details = { othersEnd };
  await addAuditEntry(entryOf(event, { action: "webhook secret added", webhook: webhook.id, details }));
  return { ...shownWebhook(webhook), secret };
}

/** Returns a webhook as it is shown: of its secrets when they were made and when they end. */
export function shownWebhook({ secrets, revision: _revision, ...webhook }: Webhook): ShownWebhook {
  return {
    ...webhook,
    secrets: secrets.map(({ createdAt, expiresAt }) => ({
      createdAt,
      ...(expiresAt !== undefined && { expiresAt }),
    })),
  };
}

/** Returns the webhook in the path. Throws RequestError NotFound. */
export async function webhookOfPath({ pathParameters }: Event): Promise<Webhook> {
  const id = pathParameters?.["webhook"] ?? "";
  const webhook = await findWebhook(id);
  if (webhook === undefined) {
    throw noWebhook(id);
  }
  return webhook;
}

function noWebhook(id: string): RequestError {
  return new RequestError("NotFound", `There is no webhook ${JSON.stringify(id)}`);
}
