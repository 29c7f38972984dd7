import { createHash } from "node:crypto";

/** What other services must know of a symmetric KMS key. */
export type KmsKey = {
  id: string;
  arn: string;
  /** A disabled key encrypts nothing. */
  enabled: boolean;
  /** `alias/exports` */
  aliases: string[];
};

/**
 * Returns the id of a KMS key on this machine: in AWS's form, and the same at each start, so that encrypted
 * objects continue to name it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 */
export function kmsKeyId(name: string, { multiRegion = false } = {}): string {
  const hex = createHash("sha256").update(`kms key ${name}`).digest("hex").slice(0, 32);
  return multiRegion ? `mrk-${hex}` : hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
