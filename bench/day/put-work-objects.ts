import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { workPrefix } from "@ashiato/core/work-keys";
import { WorkObjectRows } from "@ashiato/core/work-object/work-object-rows";
import { date as madeFor, partitionDirectory } from "../made-day/day.ts";

const decompress = promisify(gunzip);

export type Put = { bucket: string; date: string };

/**
 * Puts the files of a day that was made into the lake as work objects of another date, one for each file, as
 * drains leave them. Returns their number and their rows.
 */
export async function putWorkObjects(
  directory: string,
  { bucket, date }: Put,
): Promise<{ objects: number; rows: number }> {
  const s3 = new S3Client({});
  const folder = partitionDirectory(directory);
  const files = (await readdir(folder)).toSorted();
  let rows = 0;
  try {
    for (const file of files) {
      const text = (await decompress(await readFile(path.join(folder, file)))).toString("latin1");
      const object = new WorkObjectRows();
      for (const line of text.replaceAll(`,${madeFor} `, `,${date} `).split("\n").slice(0, -1)) {
        object.add(date, line);
      }
      const Key = `${workPrefix}bench/${file}`;
      const Metadata = { rows: String(object.rows) };
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: await object.pack(), Metadata }));
      rows += object.rows;
    }
  } finally {
    s3.destroy();
  }
  return { objects: files.length, rows };
}
