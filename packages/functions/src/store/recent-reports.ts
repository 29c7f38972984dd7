import { hash } from "node:crypto";
import { workRowContent } from "@ashiato/core/work-row";

/**
 * Maximum number of reports remembered, in two halves: about 100 MB, and more than ten times the reports of
 * one window at the scale aimed at.
 */
const maxReports = 1_000_000;
/** Bytes kept of a SHA-256: enough that no two reports can be found that share them. */
const digestBytes = 16;

/**
 * The reports of a window. Reports are equal if everything that the device sent is equal, so that only
 * repetitions are dropped. Rows with the same id and other contents are all stored: the export, which sees
 * every window, determines which came first. Whatever the order of delivery, an equal row counts as new if it
 * was received earlier than all known ones. Forgets the older half when full: the export drops what slips
 * through.
 */
export class RecentReports {
  #newer = new Map<string, number>();
  #older = new Map<string, number>();
  readonly #capacity: number;

  constructor(capacity = maxReports) {
    this.#capacity = capacity;
  }

  /** Adds a row. Returns whether it is new: no equal row is known, or the known one was received later. */
  add(row: string): boolean {
    const { content, receivedAt } = workRowContent(row);
    const digest = compactDigest(content);
    const received = Date.parse(`${receivedAt}Z`);
    const known = this.#newer.get(digest) ?? this.#older.get(digest);
    if (known !== undefined && known <= received) {
      return false;
    }
    this.#newer.set(digest, received);
    if (this.#newer.size >= this.#capacity / 2) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    return true;
  }
}

/** A fresh string: a slice of the row would keep the whole message in memory. */
function compactDigest(content: string): string {
  return hash("sha256", content, "buffer").toString("latin1", 0, digestBytes);
}
