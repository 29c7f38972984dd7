import type { RetrySchedule } from "@ashiato/core/webhooks/delivery";
import type { Reach } from "@ashiato/core/webhooks/network-address";
import { Resource } from "sst";

/** Returns the numbers of the stage's webhooks; a link carries texts and numbers alone. */
export function webhookSettings(): {
  reach: Reach;
  schedule: RetrySchedule;
  timeoutMilliseconds: number;
  rotationSeconds: number;
} {
  const { allowedNetworks, retrySeconds, retryForSeconds, timeoutSeconds, rotationSeconds } =
    Resource.WebhookSettings;
  return {
    reach: { allowedNetworks: list(allowedNetworks) },
    schedule: { retrySeconds: list(retrySeconds).map(Number), retryForSeconds },
    timeoutMilliseconds: timeoutSeconds * 1_000,
    rotationSeconds,
  };
}

/** Texts joined by commas. */
function list(text: string): string[] {
  return text.split(",").filter((each) => each !== "none");
}
