import * as z from "zod";
import { attemptSchema } from "../webhooks/attempt.ts";
import { webhookSchema } from "../webhooks/webhook.ts";

const time = z.iso.datetime();

const shown = {
  ...webhookSchema.omit({ secrets: true, revision: true }).shape,
  secrets: z
    .array(z.strictObject({ createdAt: time, expiresAt: time.optional() }))
    .describe(
      "When each secret was made and ends; the secrets themselves are shown once, when they are made",
    ),
};

export const shownWebhookSchema = z
  .strictObject(shown)
  .meta({ id: "Webhook", description: "A receiver of events" });

export const webhookWithSecretSchema = z
  .strictObject({ ...shown, secret: z.string().describe("The new secret, which is shown this once") })
  .meta({ id: "WebhookWithSecret" });

export const webhookListSchema = z
  .strictObject({ webhooks: z.array(shownWebhookSchema) })
  .meta({ id: "WebhookList", description: "Every webhook, by id" });

export const rotationRequestSchema = z
  .strictObject({
    othersExpireInSeconds: z
      .int()
      .min(0)
      .max(30 * 86_400)
      .optional()
      .describe("When the secrets that it has end; a day if absent"),
  })
  .meta({ id: "WebhookRotation" });

export const attemptListSchema = z
  .strictObject({ deliveries: z.array(attemptSchema) })
  .meta({ id: "WebhookAttemptList", description: "Attempts to post events to a webhook, the newest first" });

export const replaySchema = z
  .strictObject({ webhook: z.string(), event: z.string(), replay: z.int().positive() })
  .meta({ id: "WebhookReplay", description: "An event that is sent again" });

export type ShownWebhook = z.output<typeof shownWebhookSchema>;
export type WebhookWithSecret = z.output<typeof webhookWithSecretSchema>;
export type WebhookList = z.output<typeof webhookListSchema>;
export type AttemptList = z.output<typeof attemptListSchema>;
export type Replay = z.output<typeof replaySchema>;
