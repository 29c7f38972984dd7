import { type ColumnName, columns } from "../columns.ts";

/** What of a work row decides which fix of its device is the newest. */
type Fix = { recordedAt: string; receivedAt: string; reportId: string; row: string };

/** The business date is a work row's first field. */
const indexOf = (name: ColumnName) => 1 + columns.findIndex((column) => column.name === name);
const device = indexOf("device_id");
const recordedAt = indexOf("recorded_at");
const receivedAt = indexOf("received_at");
const reportId = indexOf("report_id");
const source = indexOf("source");

/**
 * The newest fix of each device, whatever the order in which rows are added and however often. A device is a
 * source and a device id: one client's report cannot move another's device. Of two fixes of one time, the one
 * that was received first counts, as in the export.
 */
export class NewestFixes {
  readonly #fixes = new Map<string, Fix>();

  /** Adds work rows of today's columns. */
  add(rows: Iterable<string>): void {
    for (const row of rows) {
      const values = row.split(",");
      const fix: Fix = {
        recordedAt: values[recordedAt] ?? "",
        receivedAt: values[receivedAt] ?? "",
        reportId: values[reportId] ?? "",
        row,
      };
      const key = `${values[device]},${values[source] ?? ""}`;
      const known = this.#fixes.get(key);
      if (known === undefined || isNewer(fix, known)) {
        this.#fixes.set(key, fix);
      }
    }
  }

  /** Returns one work row for each device, ordered by device id and source. */
  rows(): string[] {
    return [...this.#fixes].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, { row }]) => row);
  }
}

function isNewer(fix: Fix, known: Fix): boolean {
  if (fix.recordedAt !== known.recordedAt) {
    return fix.recordedAt > known.recordedAt;
  }
  if (fix.receivedAt !== known.receivedAt) {
    return fix.receivedAt < known.receivedAt;
  }
  if (fix.reportId !== known.reportId) {
    return fix.reportId < known.reportId;
  }
  return fix.row < known.row;
}
