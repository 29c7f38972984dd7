import type { ShownWebhook, WebhookWithSecret } from "@ashiato/core/api/webhook-schemas";
import type { Attempt } from "@ashiato/core/webhooks/attempt";
import { readableTime } from "../../report/zoned-time.ts";
import { textTable } from "../../terminal/text-table.ts";

/** Returns a table of webhooks. */
export function listText(webhooks: readonly ShownWebhook[], timeZone: string): string {
  if (webhooks.length === 0) {
    return "There are no webhooks: webhooks add ID --url URL --types TYPES adds one";
  }
  return textTable(
    ["webhook", "url", "types", "status", "added at"],
    webhooks.map(({ id, url, types, status, reason, createdAt }) => [
      id,
      url,
      types.join(","),
      reason === undefined ? status : `${status}: ${reason}`,
      readableTime(createdAt, timeZone),
    ]),
  );
}

/** Returns a webhook with its new secret, which is shown this once, and when the others end. */
export function withSecretText(webhook: WebhookWithSecret, timeZone: string): string {
  const { id, url, types, secrets, secret } = webhook;
  const ends = secrets.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [expiresAt]));
  const others = ends.map(
    (end) => `Messages are signed with the secret before, too, until ${readableTime(end, timeZone)}`,
  );
  return [
    `${id} gets ${types.join(", ")} at ${url}`,
    ...others,
    "",
    "The secret, which is shown this once:",
    secret,
  ].join("\n");
}

/** Returns a table of attempts. */
export function logText(attempts: readonly Attempt[], timeZone: string): string {
  if (attempts.length === 0) {
    return "Nothing was posted to it in the last 30 days";
  }
  return textTable(
    ["at", "event", "type", "attempt", "result", "answer", "ms", "next at"],
    attempts.map((attempt) => [
      readableTime(attempt.at, timeZone),
      attempt.event,
      attempt.type,
      attempt.replay === 0 ? String(attempt.attempt) : `${attempt.attempt} of replay ${attempt.replay}`,
      attempt.result,
      answerText(attempt),
      attempt.durationMilliseconds,
      attempt.nextAttemptAt === null ? "" : readableTime(attempt.nextAttemptAt, timeZone),
    ]),
  );
}

/** Returns what came of a test. */
export function testText(id: string, attempt: Attempt): string {
  const outcome = attempt.result === "delivered" ? "took the event" : "did not take the event";
  const after = `after ${attempt.durationMilliseconds} ms`;
  return `The receiver of ${id} ${outcome} ${attempt.event}: ${answerText(attempt)}, ${after}`;
}

function answerText({ statusCode, error, answer }: Attempt): string {
  return statusCode === null ? (error ?? "") : [String(statusCode), answer].filter((each) => each).join(" ");
}
