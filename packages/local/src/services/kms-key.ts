import { createHash } from "node:crypto";

/** A symmetric KMS key, as far as the services that name it have to know it. */
export type KmsKey = {
  id: string;
  arn: string;
  /** A disabled key encrypts nothing. */
  enabled: boolean;
  /** `alias/exports` */
  aliases: string[];
};

/**
 * Returns the id of a KMS key on this machine: of the form of AWS's, and the same at each start, so that what
 * a key encrypted continues to name it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 */
export function kmsKeyId(name: string, { multiRegion = false } = {}): string {
  const hex = createHash("sha256").update(`kms key ${name}`).digest("hex").slice(0, 32);
  return multiRegion ? `mrk-${hex}` : hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
