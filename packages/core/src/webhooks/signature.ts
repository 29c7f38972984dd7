import { createHmac } from "node:crypto";

/** The specification takes 24 to 64 bytes. */
export const secretBytes = 32;
const prefix = "whsec_";

/** Returns a secret as it is handed out: `whsec_` and the bytes in base64. */
export function webhookSecret(bytes: Uint8Array): string {
  return `${prefix}${Buffer.from(bytes).toString("base64")}`;
}

export type SignedMessage = { id: string; timestampSeconds: number; body: string };

/**
 * Returns the headers of a message that is signed with each secret, so that a receiver may check it with any
 * of them while they are replaced.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signatureHeaders(
  { id, timestampSeconds, body }: SignedMessage,
  secrets: readonly string[],
): Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string> {
  const signed = `${id}.${timestampSeconds}.${body}`;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), "base64");
    return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
  });
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestampSeconds),
    "webhook-signature": signatures.join(" "),
  };
}
