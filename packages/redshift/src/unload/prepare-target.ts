import type { S3Location } from "../catalog/s3-location.ts";
import { SqlError } from "../errors.ts";
import type { Unload } from "../grammar/statement.ts";
import type { Storage } from "../storage.ts";

/**
 * Refuses a target that holds objects already, unless the statement says what becomes of them.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (ALLOWOVERWRITE)
 */
export async function refuseOccupied(
  { bucket, key }: S3Location,
  { target }: Unload,
  storage: Storage,
): Promise<void> {
  if (target !== "must-be-empty") {
    return;
  }
  for await (const page of storage.list(bucket, key)) {
    if (page.length === 0) {
      continue;
    }
    throw new SqlError(
      "storage_error",
      "Specified unload destination on S3 is not empty. Consider using a different bucket / prefix, manually removing " +
        "the target files in S3, or using the ALLOWOVERWRITE option.",
    );
  }
}

/**
 * Removes what is below the prefixes that new files go to: with PARTITION BY only the folders of the
 * partitions. https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (CLEANPATH)
 */
export async function cleanPath(
  bucket: string,
  prefixes: readonly string[],
  { target, storage }: { target: Unload["target"]; storage: Storage },
): Promise<void> {
  if (target !== "clean-path") {
    return;
  }
  for (const prefix of prefixes) {
    for await (const page of storage.list(bucket, prefix)) {
      if (page.length === 0) {
        continue;
      }
      await storage.delete(
        bucket,
        page.map((object) => object.key),
      );
    }
  }
}
