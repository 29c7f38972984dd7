import type { Account } from "../../../evaluate/resource-state.ts";
import { type KmsKey, kmsKeyId } from "../../kms-key.ts";
import type { Refusal } from "../refusal.ts";

/**
 * AWS's own key for S3, which every account has:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export const managedKeyAlias = "alias/aws/s3";

const idForm = /^(mrk-[\da-f]{32}|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/i;
const arnForm = /^arn:[^:]+:kms:([^:]*):\d*:(?:key|alias)\/./;

/**
 * Returns the key of an id, an ARN, an alias or an alias's ARN, or why S3 would not use it.
 *
 * The forms: https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html. The codes:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. The words are those that people report
 * S3 to say.
 */
export function findKmsKey(
  given: string,
  declared: readonly KmsKey[],
  account: Account,
): { key: KmsKey } | { refusal: Refusal } {
  const isArn = given.startsWith("arn:");
  const region = arnForm.exec(given)?.[1];
  if (isArn && region === undefined) {
    return refused("KMS.NotFoundException", `Invalid arn ${given}`);
  }
  if (isArn && region !== account.region) {
    return refused("KMS.NotFoundException", `Invalid arn ${region}`);
  }

  const isAlias = /^(arn:[^/]*:)?alias\//.test(given);
  const arn = isArn ? given : kmsArn(account, isAlias ? given : `key/${given}`);
  const key = [...declared, managedKey(account)].find(
    (each) => each.arn === arn || each.aliases.some((alias) => kmsArn(account, alias) === arn),
  );
  if (key?.enabled) {
    return { key };
  }
  if (key) {
    return refused("KMS.DisabledException", `${key.arn} is disabled.`);
  }
  if (isAlias) {
    return refused("KMS.NotFoundException", `Alias ${arn} is not found.`);
  }
  if (!isArn && !idForm.test(given)) {
    return refused("KMS.NotFoundException", `Invalid keyId '${given}'`);
  }
  return refused("KMS.NotFoundException", `Key '${arn}' does not exist`);
}

function managedKey(account: Account): KmsKey {
  const id = kmsKeyId(managedKeyAlias);
  return { id, arn: kmsArn(account, `key/${id}`), enabled: true, aliases: [managedKeyAlias] };
}

function kmsArn({ region, accountId }: Account, resource: string): string {
  return `arn:aws:kms:${region}:${accountId}:${resource}`;
}

function refused(code: string, message: string): { refusal: Refusal } {
  return { refusal: { statusCode: 400, code, message } };
}
