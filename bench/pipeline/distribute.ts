import { gzipSync } from "node:zlib";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { batchResultSchema } from "@ashiato/core/daily-batch/batch";
import { workPrefix } from "@ashiato/core/work-keys";
import { packWorkObject } from "@ashiato/core/work-object/pack-work-object";

/** Work objects of a batch, as an hour of drains leaves them. */
const objects = 12;

/** Rows of a work object: the bytes of their CSV, the object that `store` makes of them, and plain gzip. */
export type WorkObject = { bytes: number; packed: Buffer; zipped: Buffer; rows: number };

/** Returns a work object of about this many bytes of CSV, with the rows repeated. */
async function makeWorkObject(rows: string[], bytes: number): Promise<WorkObject> {
  const bytesOfRow = rows.join("\n").length / rows.length;
  const lines = Array.from(
    { length: Math.ceil(bytes / bytesOfRow) },
    (_, index) => rows[index % rows.length] ?? "",
  );
  const csv = `${lines.join("\n")}\n`;
  return {
    bytes: csv.length,
    packed: await packWorkObject(lines),
    zipped: gzipSync(csv, { level: 1 }),
    rows: lines.length,
  };
}

/** Returns equal work objects whose CSV adds up to about this many megabytes. */
export async function makeWorkObjects(rows: string[], megabytes: number): Promise<WorkObject[]> {
  const object = await makeWorkObject(rows, (megabytes * 1_000_000) / objects);
  return Array.from({ length: objects }, () => object);
}

export type Distribute = { lakeBucket: string; functionName: string; name: string };

/**
 * Measures the seconds of one invocation of `distribute` for a batch of work objects: gzip in, gzip out, both
 * in S3.
 */
export async function measureDistribute(
  batch: WorkObject[],
  { lakeBucket, functionName, name }: Distribute,
): Promise<number> {
  const s3 = new S3Client({});
  const lambda = new LambdaClient({});
  try {
    const items: { Key: string; Etag: string; Size: number }[] = [];
    for (const [index, { packed, rows }] of batch.entries()) {
      const Key = `${workPrefix}bench/${name}-${index}.csv.gz`;
      const { ETag = "" } = await s3.send(
        new PutObjectCommand({ Bucket: lakeBucket, Key, Body: packed, Metadata: { rows: String(rows) } }),
      );
      items.push({ Key, Etag: ETag, Size: packed.length });
    }
    const payload = JSON.stringify({ BatchInput: { run: `bench-${name}` }, Items: items });
    const started = performance.now();
    const answer = await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload: payload }));
    const seconds = (performance.now() - started) / 1_000;
    const text = answer.Payload?.transformToString() ?? "";
    if (answer.FunctionError !== undefined) {
      throw new Error(`distribute failed: ${text}`);
    }
    const { rowsWritten } = batchResultSchema.parse(JSON.parse(text));
    const rows = batch.reduce((sum, object) => sum + object.rows, 0);
    if (rowsWritten !== rows) {
      throw new Error(`distribute wrote ${rowsWritten} of ${rows} rows`);
    }
    return seconds;
  } finally {
    s3.destroy();
    lambda.destroy();
  }
}
