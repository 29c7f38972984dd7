import { workRowIdentity } from "@ashiato/core/work-row";

/** Report ids remembered at most, in two halves: about 100 MB. More than ten times what a window of the scale aimed at brings. */
const maxReports = 1_000_000;

/**
 * The reports of a window. Of rows with the same report id only those received earlier than any before them are new, so that the first
 * received is always kept, in whatever order the queue gives them. When it is full, the older half is forgotten: the export drops what slips through.
 */
export class RecentReports {
  #newer = new Map<string, number>();
  #older = new Map<string, number>();
  readonly #capacity: number;

  constructor(capacity = maxReports) {
    this.#capacity = capacity;
  }

  /** Whether the row is not yet known, or was received before the one that is. */
  add(row: string): boolean {
    const { reportId, receivedAt } = workRowIdentity(row);
    const id = compactId(reportId);
    const received = Date.parse(`${receivedAt}Z`);
    const known = this.#newer.get(id) ?? this.#older.get(id);
    if (known !== undefined && known <= received) {
      return false;
    }
    this.#newer.set(id, received);
    if (this.#newer.size >= this.#capacity / 2) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    return true;
  }
}

/** A UUID as 16 characters of its own: a slice of the row would keep the whole message in memory. */
function compactId(uuid: string): string {
  return Buffer.from(uuid.replaceAll("-", ""), "hex").toString("latin1");
}
