import { hash } from "node:crypto";
import { workRowContent } from "@ashiato/core/work-row";

/**
 * Reports remembered at most, in two halves: about 100 MB. More than ten times what a window of the scale
 * aimed at brings.
 */
const maxReports = 1_000_000;
/** Bytes of a SHA-256 that are kept: two reports that share them cannot be found. */
const digestBytes = 16;

/**
 * The reports of a window. Reports are equal if all that the device said is, so that only a repetition is
 * dropped: rows that share an id and say different things are all stored, and the export, which sees every
 * window, determines which of them came first. Of equal rows those received earlier than any before them are
 * new, in whatever order the queue delivers them. When it is full, the older half is forgotten: the export
 * drops what slips through.
 */
export class RecentReports {
  #newer = new Map<string, number>();
  #older = new Map<string, number>();
  readonly #capacity: number;

  constructor(capacity = maxReports) {
    this.#capacity = capacity;
  }

  /** Adds a row. Returns whether no equal row is known, or the row was received before the one that is. */
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

/** Characters of its own: a slice of the row would keep the whole message in memory. */
function compactDigest(content: string): string {
  return hash("sha256", content, "buffer").toString("latin1", 0, digestBytes);
}
