import { type DeviceIndex, deviceIndexSchema, type ReadExport } from "@ashiato/core/export-document";
import { deviceIndexKey } from "@ashiato/core/export-keys";
import { deviceOf, type Late, type LateRows, lateRows } from "@ashiato/core/late-rows";
import { readJson } from "../aws/objects.ts";
import { linesByDevice, readRanges } from "./read-lines.ts";

/**
 * Devices whose rows are compared at a time: a day of one that reports every second is 11 MB, and all devices
 * of a fleet may have a late row.
 */
const devicesAtATime = 16;

/**
 * Compares late rows with an export and its supplements, by `lateRows`. Of the export's files it reads only
 * the ranges that may hold rows of the same devices, and it holds the rows of a few devices at a time.
 */
export async function compareWithExport(
  bucket: string,
  { document, supplements }: ReadExport,
  late: Omit<Late, "known">,
): Promise<LateRows> {
  const index: DeviceIndex = await readJson(bucket, deviceIndexKey(document), deviceIndexSchema);
  const rows = Map.groupBy(late.rows, deviceOf);
  const conflicts = Map.groupBy(late.conflicts, deviceOf);
  const added = await linesByDevice(
    bucket,
    supplements.map(({ file }) => file.key),
    rows,
  );
  const devices = [...rows.keys()].toSorted();
  const result: LateRows = { lines: [], conflicts: [], outdated: false };
  for (let first = 0; first < devices.length; first += devicesAtATime) {
    const some = devices.slice(first, first + devicesAtATime);
    const ofSome = (lines: ReadonlyMap<string, string[]>) =>
      some.flatMap((device) => lines.get(device) ?? []);
    const compared = lateRows({
      ...late,
      rows: ofSome(rows),
      known: [...(await readRanges(bucket, index, new Set(some))), ...ofSome(added)],
      conflicts: ofSome(conflicts),
    });
    // Not spread: all of them may be too many for the arguments of a call.
    compared.lines.forEach((line) => result.lines.push(line));
    compared.conflicts.forEach((row) => result.conflicts.push(row));
    result.outdated ||= compared.outdated;
  }
  return result;
}
