import type { DeviceIndex } from "./export-document.ts";

/** Bytes of a file from `start` on, up to and without `end`: whole lines. */
export type FileRange = { key: string; start: number; end: number };

/**
 * Returns where in an export's files all rows of devices are, with others between them: as few ranges as
 * possible, none of which touch.
 */
export function deviceRanges({ files }: DeviceIndex, devices: Iterable<string>): FileRange[] {
  const sorted = [...new Set(devices)].toSorted();
  return files.flatMap(({ key, bytes, entries }) => {
    const ranges: FileRange[] = [];
    for (const device of sorted) {
      // A device's rows begin at or behind the last noted row of a device before it.
      const after = firstEntry(entries, (noted) => noted >= device);
      const behind = firstEntry(entries, (noted) => noted > device);
      const start = entries[Math.max(0, after - 1)]?.[0] ?? bytes;
      const end = entries[behind]?.[0] ?? bytes;
      const last = ranges.at(-1);
      if (last !== undefined && start <= last.end) {
        last.end = Math.max(last.end, end);
      } else if (start < end) {
        ranges.push({ key, start, end });
      }
    }
    return ranges;
  });
}

/** Returns the place of the first entry whose device is as wanted, which holds for all behind it. */
function firstEntry(
  entries: DeviceIndex["files"][number]["entries"],
  isWanted: (device: string) => boolean,
): number {
  let from = 0;
  let to = entries.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isWanted(entries[middle]?.[1] ?? "")) {
      to = middle;
    } else {
      from = middle + 1;
    }
  }
  return from;
}
