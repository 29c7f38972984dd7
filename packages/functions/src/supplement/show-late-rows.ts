import { buffer } from "node:stream/consumers";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { ReadExport } from "@ashiato/core/export-document";
import { lateParquetKey } from "@ashiato/core/export-keys";
import { Resource } from "sst";
import { listKeys, openObject } from "../aws/objects.ts";
import { s3 } from "../aws/s3.ts";
import { parquetType } from "../batch/parquet-rows.ts";

/**
 * Copies the Parquet file of each supplement into the folder of its export, where the table of days reads it
 * from then on: only a supplement that exists may be seen there. Writes what is not there, so that it may run
 * again after a crash in between.
 */
export async function showLateRows({ document, supplements }: ReadExport): Promise<void> {
  if (document.parquet === undefined) {
    return;
  }
  const { name: bucket } = Resource.Downloads;
  const present = new Set<string>();
  for await (const key of listKeys(bucket, document.parquet.prefix)) {
    present.add(key);
  }
  for (const { number, parquet, rows } of supplements) {
    const Key = lateParquetKey(document.parquet.prefix, number);
    // One of nothing but conflicts has no rows to show.
    if (parquet === undefined || rows === 0 || present.has(Key)) {
      continue;
    }
    const Body = await buffer((await openObject(bucket, parquet.key)).body);
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: parquetType }));
  }
}
