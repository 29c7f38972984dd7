import { NoSuchKey, S3ServiceException } from "@aws-sdk/client-s3";

/**
 * Returns whether the error means that the object does not exist. The answer to HEAD has no body that could
 * name the error, only a status.
 */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof NoSuchKey ||
    (error instanceof S3ServiceException &&
      error.name === "NotFound" &&
      error.$metadata.httpStatusCode === 404)
  );
}
