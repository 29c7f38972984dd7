import { readCompaction, writeCompaction } from "../batch/compaction-record.ts";
import { finishCompaction } from "./settle.ts";

/**
 * Brings the partition of a date to rest, so that its files may be changed: finishes a compaction that was
 * decided on, and takes back one that was not, on which no run can decide from then on.
 */
export async function bringToRest(date: string): Promise<void> {
  for (;;) {
    const read = await readCompaction(date);
    const { moving, ...rest } = read.value;
    if (moving === undefined) {
      return;
    }
    if (moving.step === "planned") {
      await writeCompaction(read, rest);
    } else {
      await finishCompaction(date, moving);
    }
  }
}
