import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import { exportColumns } from "@ashiato/core/columns";

const places = ["device_id", "recorded_at", "report_id", "source"].map((column) =>
  exportColumns.findIndex(({ name }) => name === column),
);

/**
 * Merges CSVs that are each ordered like an export, by device, time, id and source, into one with the same
 * order, under one header. The first may be of any size; the others are held in memory.
 */
export async function mergeCsv(
  [first, ...others]: readonly [string, ...string[]],
  to: string,
): Promise<void> {
  const late: string[] = [];
  for (const path of others) {
    for await (const line of rowsOf(path)) {
      late.push(line);
    }
  }
  late.sort(byDeviceAndTime);
  await pipeline(merged(first, late), createWriteStream(to));
}

async function* merged(first: string, late: readonly string[]): AsyncGenerator<string> {
  let next = 0;
  let isHeader = true;
  for await (const line of linesOf(first)) {
    const before = isHeader ? 0 : countBefore(late, next, line);
    for (const row of late.slice(next, next + before)) {
      yield `${row}\n`;
    }
    next += before;
    isHeader = false;
    yield `${line}\n`;
  }
  for (const row of late.slice(next)) {
    yield `${row}\n`;
  }
}

/** Returns how many rows, counting from an index, come before a line. */
function countBefore(late: readonly string[], from: number, line: string): number {
  let place = from;
  while (place < late.length && byDeviceAndTime(late[place] ?? "", line) < 0) {
    place += 1;
  }
  return place - from;
}

async function* rowsOf(path: string): AsyncGenerator<string> {
  let isHeader = true;
  for await (const line of linesOf(path)) {
    if (!isHeader) {
      yield line;
    }
    isHeader = false;
  }
}

function linesOf(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path), crlfDelay: Infinity });
}

/** No field of an export holds a comma. */
function byDeviceAndTime(a: string, b: string): number {
  const [left, right] = [a.split(","), b.split(",")];
  for (const place of places) {
    const [one = "", other = ""] = [left[place], right[place]];
    if (one !== other) {
      return one < other ? -1 : 1;
    }
  }
  return 0;
}
