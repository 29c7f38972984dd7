import { gunzipSync } from "node:zlib";
import { rejectedMessages } from "./rejected-messages.ts";
import type { RejectedKind, RejectedRecord } from "./rejected-record.ts";
import { rejectedReports } from "./rejected-reports.ts";
import { rejectedRows } from "./rejected-rows.ts";

/** The first kind that matches an object's key reads the object. */
const kinds: readonly RejectedKind[] = [rejectedReports, rejectedRows, rejectedMessages];

/**
 * Returns the records of an object under `rejected/`. Throws an Error that says why the object cannot be
 * replayed: its kind is unknown, or it is torn or empty.
 */
export function readRejected(key: string, bytes: Uint8Array): RejectedRecord[] {
  const kind = kinds.find(({ takes }) => takes(key));
  if (kind === undefined) {
    throw new Error("this kind of object cannot be replayed");
  }
  const unpacked = key.endsWith(".gz") ? unpack(bytes) : bytes;
  const records = kind.read(new TextDecoder().decode(unpacked));
  if (records.length === 0) {
    throw new Error("it is empty");
  }
  return records;
}

function unpack(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new Error("it is not whole gzip: it was cut off, or is damaged", { cause });
  }
}
