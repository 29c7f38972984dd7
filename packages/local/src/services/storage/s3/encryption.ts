import { z } from "zod";

/**
 * How an object is encrypted, as S3 reports it; the local S3 keeps it with the object and encrypts nothing.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html
 */
export const encryptionSchema = z.discriminatedUnion("algorithm", [
  z.object({ algorithm: z.literal("AES256") }),
  z.object({ algorithm: z.literal("aws:kms"), keyArn: z.string(), bucketKeyEnabled: z.boolean() }),
]);

export type Encryption = z.infer<typeof encryptionSchema>;

/**
 * The least that any object has:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
 */
export const s3ManagedEncryption: Encryption = { algorithm: "AES256" };

export const algorithmHeader = "x-amz-server-side-encryption";
export const kmsKeyHeader = "x-amz-server-side-encryption-aws-kms-key-id";
export const bucketKeyHeader = "x-amz-server-side-encryption-bucket-key-enabled";

/**
 * Returns the headers of an answer about the object. S3 leaves the last out where no S3 Bucket Key is used.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html#API_PutObject_ResponseElements
 */
export function encryptionHeaders(encryption: Encryption): Record<string, string> {
  const { algorithm } = encryption;
  if (algorithm === "AES256") {
    return { [algorithmHeader]: algorithm };
  }
  return {
    [algorithmHeader]: algorithm,
    [kmsKeyHeader]: encryption.keyArn,
    ...(encryption.bucketKeyEnabled && { [bucketKeyHeader]: "true" }),
  };
}
