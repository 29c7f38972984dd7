import * as z from "zod";
import { type AppEventType, detailTypes } from "../events/app-event.ts";

/** What a webhook may subscribe to: every type of event of the app. */
export const webhookTypes = Object.keys(detailTypes) as [AppEventType, ...AppEventType[]];

/** Secrets with which a message is signed at most: one in use, and those that it replaces. */
export const maxSecrets = 3;

const maxUrlCharacters = 2_000;

const secretSchema = z.object({
  secret: z.string(),
  createdAt: z.iso.datetime(),
  /** From then on messages are not signed with it. */
  expiresAt: z.iso.datetime().optional(),
});

/** A receiver of events. Its secrets are kept as they are, because messages are signed with them. */
export const webhookSchema = z.object({
  id: z.string(),
  url: z.string(),
  types: z.array(z.enum(webhookTypes)),
  status: z.enum(["active", "disabled"]),
  /** Why it is disabled. */
  reason: z.string().optional(),
  secrets: z.array(secretSchema),
  createdAt: z.iso.datetime(),
  /** Counts its changes: each is made of the one before. */
  revision: z.int().positive(),
});

export type Webhook = z.output<typeof webhookSchema>;

export const newWebhookSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,31}$/)
      .describe("A name of small letters, digits and hyphens, which no other webhook has"),
    url: z
      .url()
      .max(maxUrlCharacters)
      .describe("Where events are posted to: https, and an address of the internet"),
    types: z.array(z.enum(webhookTypes)).min(1).describe("The types of events that it gets"),
  })
  .meta({ id: "NewWebhook" });

export type NewWebhook = z.output<typeof newWebhookSchema>;

export function createdWebhook(asked: NewWebhook, { secret, at }: { secret: string; at: string }): Webhook {
  const types = [...new Set(asked.types)];
  const secrets = [{ secret, createdAt: at }];
  return { ...asked, types, status: "active", secrets, createdAt: at, revision: 1 };
}

/**
 * Returns the webhook with a new secret. Those that it has go on until `othersEnd`, or end sooner if they
 * were to; those that have ended by then are forgotten.
 */
export function rotatedWebhook(
  webhook: Webhook,
  { secret, at, othersEnd }: { secret: string; at: string; othersEnd: string },
): Webhook {
  const others = webhook.secrets
    .map((each) => ({
      ...each,
      expiresAt: each.expiresAt !== undefined && each.expiresAt < othersEnd ? each.expiresAt : othersEnd,
    }))
    .filter(({ expiresAt }) => expiresAt > at);
  return {
    ...webhook,
    secrets: [...others, { secret, createdAt: at }],
    revision: webhook.revision + 1,
  };
}

/** Returns the secrets with which a message is signed now, the newest first. */
export function secretsOf({ secrets }: Webhook, now: number): string[] {
  return secrets
    .filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > now)
    .map(({ secret }) => secret)
    .toReversed();
}

/** Returns why a webhook's URL is refused whatever its name resolves to; undefined if it is not. */
export function urlFault(text: string): string | undefined {
  const { protocol, username, password, hash } = new URL(text);
  if (protocol !== "https:" && protocol !== "http:") {
    return `must begin with https://, got ${JSON.stringify(protocol)}`;
  }
  if (username !== "" || password !== "") {
    return "must not hold a name and a password: messages are signed instead";
  }
  return hash === "" ? undefined : `must not have a fragment, got ${JSON.stringify(hash)}`;
}
