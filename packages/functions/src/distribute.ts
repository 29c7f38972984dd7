import { batchId, type ListedObject } from "@ashiato/core/daily-batch/batch";
import type { BatchResult } from "@ashiato/core/daily-batch/batch";
import { balanceBatch } from "@ashiato/core/daily-batch/ledger";
import { Resource } from "sst";
import * as z from "zod";
import { FunctionError } from "./errors.ts";
import { isMissing } from "./aws/missing-object.ts";
import { deleteObjects } from "./aws/objects.ts";
import { parseInput } from "./batch/parse-input.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { findBatchResult, markBatch } from "./distribute/batch-marker.ts";
import { BatchOutputs } from "./distribute/batch-outputs.ts";
import { openAhead } from "./distribute/open-ahead.ts";
import { readWorkObject } from "./distribute/read-work-object.ts";

/**
 * The input of a Distributed Map's child:
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
 */
const childInputSchema = z.object({
  BatchInput: z.object({ run: z.string() }),
  Items: z.array(z.object({ Key: z.string(), Etag: z.string() })),
});

/**
 * Sorts a batch of work objects by business date into the table's partitions: writes outputs, then markers,
 * then deletes the inputs. A crash between any two of these repeats work under the same keys and loses
 * nothing.
 */
export async function handler(event: unknown): Promise<BatchResult> {
  const { BatchInput, Items } = parseInput(childInputSchema, event);
  // The S3 console creates a folder as an empty object with a key that ends in a slash.
  const objects = Items.filter(({ Key }) => !Key.endsWith("/"));
  const bucket = Resource.Lake.name;
  const batch = batchId(objects);
  const result = (await findBatchResult(bucket, batch)) ?? (await distribute({ bucket, batch, objects }));
  await deleteObjects(
    bucket,
    objects.map(({ Key }) => Key),
  );
  const { objects: read, rowsRead, rowsWritten, rowsRejected } = result;
  logger.info("distribute", { run: BatchInput.run, result });
  publishCounts("distribute", { objects: read, rowsRead, rowsWritten, rowsRejected });
  return result;
}

type Batch = { bucket: string; batch: string; objects: ListedObject[] };

async function distribute({ bucket, batch, objects }: Batch): Promise<BatchResult> {
  const outputs = new BatchOutputs(bucket, batch);
  try {
    let rowsRead = 0;
    for await (const { object, opened } of openAhead(bucket, objects)) {
      rowsRead += await readWorkObject({
        bucket,
        object,
        opened,
        sink: outputs.sink(object.Key),
        flush: () => outputs.flush(),
      });
    }
    const result = { batch, objects: objects.length, rowsRead, ...(await outputs.finish()) };
    balanceBatch(result);
    if (objects.length > 0) {
      await markBatch(bucket, result);
    }
    return result;
  } catch (error) {
    await outputs.abort(error instanceof Error ? error : new Error(String(error)));
    return await finishedElsewhere({ bucket, batch, objects }, error);
  }
}

/**
 * An input may be missing because another attempt at the same batch, presumed dead, has finished in the
 * meantime. Then this attempt returns the other's result.
 */
async function finishedElsewhere({ bucket, batch }: Batch, error: unknown): Promise<BatchResult> {
  if (!(error instanceof FunctionError && isMissing(error.cause))) {
    throw error;
  }
  const result = await findBatchResult(bucket, batch);
  if (result === undefined) {
    throw new FunctionError(
      "WorkObjectMissing",
      `${error.message}. An input is missing, and s3://${bucket} has no result of its batch ${batch}`,
      { cause: error },
    );
  }
  return result;
}
