import type { FileRecord } from "@ashiato/core/formats/files/file-record";
import { type InputOptions, readInput } from "../../input/read-input.ts";

/** A line of a file that is, or should have been, a report. */
export type InputRecord = Exclude<FileRecord, { kind: "passed-over" }>;

/**
 * Yields a file's reports in numbered batches of `size`, together with the lines that cannot be read. Throws
 * BadInput when the file cannot be read.
 */
export async function* readBatches(
  path: string,
  { size, options }: { size: number; options: InputOptions },
): AsyncGenerator<{ index: number; records: InputRecord[] }> {
  let index = 0;
  let group: InputRecord[] = [];
  for await (const { records } of readInput(path, options)) {
    for (const record of records) {
      if (record.kind !== "passed-over") {
        group.push(record);
      }
      if (group.length === size) {
        yield { index, records: group };
        index += 1;
        group = [];
      }
    }
  }
  if (group.length > 0) {
    yield { index, records: group };
  }
}
