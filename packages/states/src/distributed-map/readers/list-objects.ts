import type { ExecutionRun } from "../../state-execution/execution-run.ts";
import type { S3Object } from "../../integrations/integrations.ts";
import type { JsonObject } from "../../json.ts";
import { s3Failure } from "../reader-failure.ts";

export type ListRequest = { bucket: string; prefix?: string };

/** Lists the objects of a bucket, page by page. */
export async function* listObjects(
  { run, signal }: { run: ExecutionRun; signal: AbortSignal },
  request: ListRequest,
): AsyncGenerator<readonly S3Object[]> {
  let continuationToken: string | undefined;
  do {
    const page = await run.integrations.s3
      .listObjectsV2({
        ...request,
        ...(continuationToken === undefined ? {} : { continuationToken }),
        signal,
      })
      .catch((error: unknown) => {
        throw signal.aborted ? error : s3Failure(error);
      });
    yield page.objects;
    continuationToken = page.nextContinuationToken;
  } while (continuationToken !== undefined);
}

/**
 * Returns an object as an item; the spelling of Etag and the number of LastModified (epoch seconds) are AWS's
 * (recorded).
 */
export function objectItem(object: S3Object): JsonObject {
  return {
    Etag: object.etag,
    Key: object.key,
    LastModified: object.lastModified.getTime() / 1000,
    Size: object.size,
    StorageClass: object.storageClass,
  };
}
