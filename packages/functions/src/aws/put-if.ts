import { PutObjectCommand, type PutObjectCommandInput, S3ServiceException } from "@aws-sdk/client-s3";
import { isMissing } from "./missing-object.ts";
import { s3 } from "./s3.ts";

/** Requests for one conditional write, including the first. */
const maxConditionalWrites = 5;

/**
 * Writes an object on a condition, `IfNoneMatch` or `IfMatch`. Returns false if it does not hold. Of several
 * concurrent writers, exactly one succeeds:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function putIf(write: PutObjectCommandInput): Promise<boolean> {
  for (let request = 1; ; request += 1) {
    try {
      await s3.send(new PutObjectCommand(write));
      return true;
    } catch (error) {
      if (!(error instanceof S3ServiceException)) {
        throw error;
      }
      if (error.name === "PreconditionFailed" || isMissing(error)) {
        return false;
      }
      // Another request for the same key was in progress: the conditional write must be repeated.
      if (error.name !== "ConditionalRequestConflict" || request === maxConditionalWrites) {
        throw error;
      }
    }
  }
}
