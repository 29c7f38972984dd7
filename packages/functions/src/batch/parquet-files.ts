import type { ExportDocument } from "@ashiato/core/export-document";
import { parquetPrefix, type UnloadName } from "@ashiato/core/export-keys";
import { parquetMetadataAsync } from "hyparquet";
import { buffer } from "node:stream/consumers";
import { FunctionError } from "../errors.ts";
import { listObjects, openRange } from "../aws/objects.ts";

/** The Parquet files of an UNLOAD, as an export's document names them. */
type ParquetFiles = NonNullable<ExportDocument["parquet"]>;

/**
 * Returns the Parquet files of an UNLOAD that has ended, with the rows that their footers count. There are
 * none for no rows. Throws ExportUnreadable for a file that is not Parquet.
 */
export async function inspectParquet(bucket: string, name: UnloadName): Promise<ParquetFiles> {
  return await inspectParquetFolder(bucket, parquetPrefix(name));
}

/** Returns the Parquet files under a prefix, likewise. Throws ExportUnreadable. */
export async function inspectParquetFolder(bucket: string, prefix: string): Promise<ParquetFiles> {
  const files: ParquetFiles["files"] = [];
  for await (const { key, bytes } of listObjects(bucket, prefix)) {
    const rows = await countRows(bucket, { key, bytes });
    files.push({ key, name: key.slice(prefix.length), rows, bytes });
  }
  return { prefix, files };
}

/** Reads the footer of a file alone. */
async function countRows(bucket: string, { key, bytes }: { key: string; bytes: number }): Promise<number> {
  const file = {
    byteLength: bytes,
    slice: async (start: number, end = bytes): Promise<ArrayBuffer> => {
      const {
        buffer: whole,
        byteOffset,
        byteLength,
      } = await buffer(await openRange(bucket, key, { start, end }));
      return new Uint8Array(whole, byteOffset, byteLength).slice().buffer;
    },
  };
  try {
    return Number((await parquetMetadataAsync(file)).num_rows);
  } catch (cause) {
    throw new FunctionError("ExportUnreadable", `s3://${bucket}/${key} is not Parquet: ${String(cause)}`, {
      cause,
    });
  }
}
