import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { readTrack } from "@ashiato/console/track/read-track";
import { makeDay } from "./made-day/make-day.ts";
import { unloadParquet } from "./redshift/warehouse.ts";

/**
 * What it takes to read one device's day by ranges out of a fleet's day in Parquet: requests and bytes,
 * beside the size of the whole. The files are those of the app's own UNLOAD, the reader is hyparquet, which
 * takes the row groups whose statistics may hold the device.
 *
 *   node bench/redshift-days.ts [--rows 2400000] [--device device-030000]
 *     [--directory <where the day is made>]
 */
const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "2400000" },
    device: { type: "string", default: "device-030000" },
    directory: { type: "string", default: tmpdir() },
  },
});

/** What a map of a device's way needs. */
const wayColumns = ["device_id", "recorded_at", "latitude", "longitude", "quality"];

const directory = await mkdtemp(path.join(values.directory, "ashiato-bench-"));
try {
  console.log(`making ${values.rows} rows`);
  await makeDay(directory, { rows: Number(values.rows), files: 8 });
  const { files, seconds } = await unloadParquet(directory);
  let bytes = 0;
  let rowGroups = 0;
  for (const file of files) {
    bytes += (await stat(file)).size;
    rowGroups += (await parquetMetadataAsync(await countedFile(file))).row_groups.length;
  }
  console.log(
    `the day: ${megabytes(bytes)} MB in ${files.length} files with ${rowGroups} row groups, written in ${seconds.toFixed(1)} s`,
  );
  await show({ files, bytes });
  await show({ files, bytes }, wayColumns);
  await showTrack({ files, bytes });
} finally {
  await rm(directory, { recursive: true, force: true });
}

async function show(day: { files: string[]; bytes: number }, columns?: string[]): Promise<void> {
  let requests = 0;
  let bytes = 0;
  let rows = 0;
  for (const file of day.files) {
    const counted = await countedFile(file);
    const read = await parquetReadObjects({
      file: counted,
      filter: { device_id: { $eq: values.device } },
      ...(columns && { columns }),
    });
    rows += read.length;
    requests += counted.requests;
    bytes += counted.bytes;
  }
  console.log(
    `${values.device}, ${columns?.join(", ") ?? "all columns"}: ${rows} rows, ${requests} requests, ${megabytes(bytes)} MB, ${((100 * bytes) / day.bytes).toFixed(1)} % of the day`,
  );
}

/** What the console reads to play a device's track. */
async function showTrack(day: { files: string[]; bytes: number }): Promise<void> {
  const files = await Promise.all(day.files.map((file) => countedFile(file)));
  const track = await readTrack(files, values.device);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const requests = files.reduce((sum, file) => sum + file.requests, 0);
  console.log(
    `${values.device}, the console's track: ${track.times.length} rows, ${requests} requests, ${megabytes(bytes)} MB, ${((100 * bytes) / day.bytes).toFixed(1)} % of the day`,
  );
}

type CountedFile = AsyncBuffer & { requests: number; bytes: number };

/** A file that counts the ranges that are read of it, as requests to S3. */
async function countedFile(file: string): Promise<CountedFile> {
  const { size: byteLength } = await stat(file);
  const counted: CountedFile = {
    byteLength,
    requests: 0,
    bytes: 0,
    slice: async (start, end = byteLength) => {
      counted.requests += 1;
      counted.bytes += end - start;
      const handle = await open(file);
      try {
        const { buffer } = await handle.read(new Uint8Array(end - start), 0, end - start, start);
        return buffer.buffer;
      } finally {
        await handle.close();
      }
    },
  };
  return counted;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
