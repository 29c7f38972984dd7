import { counted } from "../../terminal/counted.ts";
import { type Cell, textTable } from "../../terminal/text-table.ts";
import type { RejectedObject } from "./rejected-objects.ts";

/** What `rejects list` prints of an object. */
export type ListedObject = {
  key: string;
  modifiedAt: string | null;
  records: number;
  /** The reasons for the rejection with the number of records of each, the most frequent first. */
  reasons: { reason: string; records: number }[];
  /** Why no part of the object can be sent. */
  unreadable?: string;
};

/** Counts the records of an object by reason. */
export function listedObject(found: RejectedObject): ListedObject {
  const modifiedAt = found.modifiedAt?.toISOString() ?? null;
  if ("unreadable" in found) {
    return { key: found.key, modifiedAt, records: 0, reasons: [], unreadable: found.unreadable };
  }
  const counts = new Map<string, number>();
  for (const { reason } of found.records) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const reasons = [...counts]
    .map(([reason, records]) => ({ reason, records }))
    .toSorted((a, b) => b.records - a.records);
  return { key: found.key, modifiedAt, records: found.records.length, reasons };
}

/** Lays out objects as a table, each with its most frequent reason. */
export function listText(objects: readonly ListedObject[]): string {
  return textTable(
    ["written", "records", "object", "reason"],
    objects.map(({ key, modifiedAt, records, reasons, unreadable }): Cell[] => [
      modifiedAt ?? "",
      records,
      key,
      unreadable ?? reasonText(reasons),
    ]),
  );
}

function reasonText([first, ...others]: ListedObject["reasons"]): string {
  const more = others.reduce((sum, { records }) => sum + records, 0);
  const rest = more === 0 ? "" : ` (and ${counted(more, "record")} for other reasons)`;
  return `${first?.reason ?? ""}${rest}`;
}
