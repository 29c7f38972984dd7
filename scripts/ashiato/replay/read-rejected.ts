import { gunzipSync } from "node:zlib";
import { rejectedMessages } from "./rejected-messages.ts";
import type { RejectedKind, RejectedRecord } from "./rejected-record.ts";
import { rejectedReports } from "./rejected-reports.ts";
import { rejectedRows } from "./rejected-rows.ts";

/** The first that takes an object's key reads it. */
const kinds: readonly RejectedKind[] = [rejectedReports, rejectedRows, rejectedMessages];

/**
 * Returns all that an object under `rejected/` holds. Throws an Error that says why nothing of it can be replayed: it is of no kind that is known, is
 * torn, or holds nothing.
 */
export function readRejected(key: string, bytes: Uint8Array): RejectedRecord[] {
  const kind = kinds.find(({ takes }) => takes(key));
  if (kind === undefined) {
    throw new Error("it is of no kind that can be replayed");
  }
  const unpacked = key.endsWith(".gz") ? gunzipSync(bytes) : bytes;
  const records = kind.read(new TextDecoder().decode(unpacked));
  if (records.length === 0) {
    throw new Error("it holds nothing");
  }
  return records;
}
