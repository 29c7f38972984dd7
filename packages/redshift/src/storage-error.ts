import { z } from "zod";
import { SqlError } from "./sql-error.ts";

/** An error of S3's, as AWS's SDK throws it. */
const refusal = z.object({
  name: z.string(),
  message: z.string(),
  $metadata: z.object({ httpStatusCode: z.number() }),
});

/**
 * S3's refusal as the failure of a statement, in Redshift's form: `S3ServiceException:message,Status 404,Error NoSuchBucket`. Another
 * error as it is. https://docs.aws.amazon.com/redshift/latest/dg/s3serviceexception-error.html
 */
export function asStorageError(error: unknown, prefix = ""): unknown {
  const { data } = refusal.safeParse(error);
  if (!data) return error;
  const { name, message, $metadata } = data;
  return new SqlError(
    "storage_error",
    `${prefix}S3ServiceException:${message},Status ${$metadata.httpStatusCode},Error ${name}`,
    { cause: error },
  );
}
