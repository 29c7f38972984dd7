import { type BatchResult, batchResultSchema } from "@ashiato/core/daily-batch/batch";
import * as z from "zod";
import { FunctionError } from "../errors.ts";
import { findJson, listKeys, readJson } from "../aws/objects.ts";
import { failedChildrenSchema, failedChildrenText } from "./failed-children.ts";

const resultFile = z.object({ Key: z.string(), Size: z.number() });

/**
 * `manifest.json` of a ResultWriter:
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
const manifestSchema = z.object({
  DestinationBucket: z.string(),
  ResultFiles: z.object({
    FAILED: z.array(resultFile),
    PENDING: z.array(resultFile),
    SUCCEEDED: z.array(resultFile),
  }),
});

/** A result file lists child executions; the output of each is JSON text. */
const childrenSchema = z.array(
  z.object({
    ExecutionArn: z.string(),
    Status: z.literal("SUCCEEDED"),
    Output: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(batchResultSchema),
  }),
);

/** What the Distributed Map wrote; a map over no items may write no files at all. */
export const mapOutputSchema = z.union([
  z.object({
    MapRunArn: z.string().optional(),
    ResultWriterDetails: z.object({ Bucket: z.string(), Key: z.string() }).optional(),
  }),
  z.array(z.never()),
]);

export type MapOutput = z.infer<typeof mapOutputSchema>;

/**
 * Returns the results of a map run's children. Throws MapRunFailed, with the errors and work objects, if any
 * child failed or never started.
 */
export async function readMapResults(map: MapOutput): Promise<BatchResult[]> {
  if (Array.isArray(map) || map.ResultWriterDetails === undefined) {
    return [];
  }
  const { Bucket, Key } = map.ResultWriterDetails;
  const manifest = await findJson(Bucket, Key, manifestSchema);
  if (manifest === undefined) {
    await requireNoResults(Bucket, Key);
    return [];
  }
  const { DestinationBucket, ResultFiles } = manifest;
  const unfinished = [...ResultFiles.FAILED, ...ResultFiles.PENDING];
  if (unfinished[0] !== undefined) {
    const files = unfinished.map((file) => readJson(DestinationBucket, file.Key, failedChildrenSchema));
    const children = (await Promise.all(files)).flat();
    throw new FunctionError(
      "MapRunFailed",
      `${children.length} ${children.length === 1 ? "batch" : "batches"} of the inbox not distributed: ${failedChildrenText(children)}. See s3://${DestinationBucket}/${unfinished[0].Key}`,
    );
  }
  const results: BatchResult[] = [];
  for (const file of ResultFiles.SUCCEEDED) {
    const children = await readJson(DestinationBucket, file.Key, childrenSchema);
    results.push(...children.map(({ Output }) => Output));
  }
  return results;
}

/**
 * Accepts a missing manifest, as of a map over no items. Throws ObjectUnreadable if there are results beside
 * it.
 */
async function requireNoResults(bucket: string, manifestKey: string): Promise<void> {
  for await (const key of listKeys(bucket, manifestKey.replace(/[^/]*$/, ""))) {
    throw new FunctionError(
      "ObjectUnreadable",
      `s3://${bucket}/${manifestKey} is missing, but the map left results: s3://${bucket}/${key}`,
    );
  }
}
