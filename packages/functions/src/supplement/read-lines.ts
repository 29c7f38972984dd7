import { text } from "node:stream/consumers";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { DeviceIndex } from "@ashiato/core/export-document";
import { deviceRanges } from "@ashiato/core/device-ranges";
import type { ExportName } from "@ashiato/core/export-keys";
import { conflictsPrefix, rejectedFolder } from "@ashiato/core/rejected-keys";
import { deviceOf, readConflicts } from "@ashiato/core/late-rows";
import { listKeys, openObject, openRange } from "../aws/objects.ts";

/** Ranges read at a time. */
const readers = 16;

/** Returns the lines of devices in the files of an index, of which it reads the ranges that may hold them. */
export async function readRanges(
  bucket: string,
  index: DeviceIndex,
  devices: ReadonlySet<string>,
): Promise<string[]> {
  const ranges = deviceRanges(index, devices);
  const lines: string[] = [];
  for (let first = 0; first < ranges.length; first += readers) {
    const read = ranges.slice(first, first + readers).map(async ({ key, start, end }) => {
      return linesOf(await openRange(bucket, key, { start, end }), devices);
    });
    for (const found of await Promise.all(read)) {
      // Not spread: a range may have more lines than a call has arguments.
      found.forEach((line) => lines.push(line));
    }
  }
  return lines;
}

/** Returns the lines of devices in whole files, by device. */
export async function linesByDevice(
  bucket: string,
  keys: readonly string[],
  devices: Pick<ReadonlySet<string>, "has">,
): Promise<Map<string, string[]>> {
  const byDevice = new Map<string, string[]>();
  for (const key of keys) {
    for (const line of await linesOf((await openObject(bucket, key)).body, devices)) {
      const known = byDevice.get(deviceOf(line));
      if (known === undefined) {
        byDevice.set(deviceOf(line), [line]);
      } else {
        known.push(line);
      }
    }
  }
  return byDevice;
}

async function linesOf(body: Readable, devices: Pick<ReadonlySet<string>, "has">): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: body, crlfDelay: Infinity })) {
    if (devices.has(deviceOf(line))) {
      lines.push(line);
    }
  }
  return lines;
}

/**
 * Returns the rows of a date that exports and supplements of other versions put aside as conflicts: those of
 * the version itself are an earlier attempt's.
 */
export async function readConflictsOfDate(bucket: string, name: ExportName): Promise<string[]> {
  const rows: string[] = [];
  for await (const key of listKeys(bucket, `${rejectedFolder("conflicts")}dt=${name.date}/`)) {
    if (key.startsWith(conflictsPrefix(name))) {
      continue;
    }
    rows.push(...readConflicts(await text((await openObject(bucket, key)).body)));
  }
  return rows;
}
