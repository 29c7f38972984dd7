import type { Attempt } from "@ashiato/core/webhooks/attempt";
import type { Outcome, Settled } from "@ashiato/core/webhooks/delivery";
import { secretsOf, type Webhook } from "@ashiato/core/webhooks/webhook";
import { postEvent } from "./post-event.ts";
import { webhookSettings } from "./settings.ts";

/** Posts an event to a webhook, signed with each of its secrets that has not ended. */
export function attemptDelivery(
  webhook: Webhook,
  { id, body }: { id: string; body: string },
): Promise<Outcome> {
  const { reach, timeoutMilliseconds } = webhookSettings();
  const secrets = secretsOf(webhook, Date.now());
  return postEvent({ url: webhook.url, id, body, secrets, reach, timeoutMilliseconds });
}

/** Returns the entry of the log for an attempt to deliver. */
export function attemptOf(outcome: Outcome, { result, delivery }: Settled): Attempt {
  const { event, type, attempts, round, dueAt } = delivery;
  return attemptEntry(outcome, {
    event,
    type,
    attempt: attempts,
    replay: round,
    result,
    nextAttemptAt: result === "retrying" ? new Date(dueAt).toISOString() : null,
  });
}

type Named = Pick<Attempt, "event" | "type" | "attempt" | "replay" | "result" | "nextAttemptAt">;

/** Returns the entry of the log for an attempt, of which the rest is known. */
export function attemptEntry(outcome: Outcome, named: Named): Attempt {
  const { startedAt, statusCode = null, error = null, answer = null, durationMilliseconds } = outcome;
  const at = new Date(startedAt).toISOString();
  return { ...named, at, statusCode, error, answer, durationMilliseconds };
}
