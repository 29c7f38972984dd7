import type { AsyncLocalStorage } from "node:async_hooks";
import type { EncryptionCall } from "./encrypting-store.ts";
import type { Encryption } from "./encryption.ts";
import { s3Action, type S3Request } from "./s3-action.ts";
import type { Permission } from "./s3-permissions.ts";

export type KeyPermissionsOf = {
  calls: AsyncLocalStorage<EncryptionCall>;
  /** Returns how an object is encrypted, if it exists. */
  encryptionOf: (bucket: string, key: string) => Encryption | undefined;
  /** AWS's own key asks for no permission: its policy lets whoever uses S3 use it. */
  isDeclaredKey: (arn: string) => boolean;
};

/**
 * Returns what a request must be allowed to do with the KMS key of the object that it writes or reads.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
 */
export function keyPermissions(
  bucket: string,
  request: S3Request,
  { calls, encryptionOf, isDeclaredKey }: KeyPermissionsOf,
): Permission[] {
  const action = s3Action(request);
  const reads = action === "GetObject";
  const encryption = reads && request.key ? encryptionOf(bucket, request.key) : calls.getStore()?.given;
  if (encryption?.algorithm !== "aws:kms" || !isDeclaredKey(encryption.keyArn)) {
    return [];
  }
  const asked = reads ? ["kms:Decrypt"] : ["kms:GenerateDataKey"];
  // The parts of an upload are decrypted when it is completed.
  const actions = action === "CreateMultipartUpload" ? [...asked, "kms:Decrypt"] : asked;
  return actions.map((each) => ({ action: each, resource: encryption.keyArn, context: {} }));
}
