import { postReports, type Target } from "../../api/post-reports.ts";
import type { RejectedObject } from "./rejected-objects.ts";
import type { MendedReject, Reject } from "./rejects-csv.ts";

const batchReports = 200;

/** Returns the records of an object in the form in which a person corrects them; none if it is unreadable. */
export function rejectsOf(found: RejectedObject): Reject[] {
  if ("unreadable" in found) {
    return [];
  }
  return found.records.map((record, index) => ({
    report: "report" in record ? record.report : {},
    place: placeOf(found.key, index),
    because: "problem" in record ? `${record.reason}; ${record.problem}` : record.reason,
    text: record.text,
  }));
}

export type SentObject = {
  accepted: number;
  /** The lines that were not accepted, with the new reason. */
  left: Reject[];
  /** True if every record that the object holds was among the lines, and accepted. */
  isWhole: boolean;
};

/**
 * Sends the corrected lines of an object. Throws what `postReports` throws: the outcome of every line is then
 * unknown.
 */
export async function sendMended(
  found: RejectedObject,
  mended: readonly MendedReject[],
  target: Target,
): Promise<SentObject> {
  const stored = new Map(rejectsOf(found).map((each) => [each.place, each.text]));
  const lines = mended.filter(({ place }) => objectOf(place) === found.key);
  const left: Reject[] = [];
  const sent = new Set<string>();
  for (let start = 0; start < lines.length; start += batchReports) {
    const batch = lines.slice(start, start + batchReports);
    const rejections = await postReports(
      batch.map(({ report }) => report),
      target,
    );
    const reasons = new Map(
      rejections.map(({ index, issues }) => [
        index,
        issues.map(({ path, message }) => `${path} ${message}`.trim()).join("; "),
      ]),
    );
    for (const [index, { place, report, text }] of batch.entries()) {
      const because = reasons.get(index);
      if (because !== undefined) {
        left.push({ report: { ...report }, place, because, text });
      } else if (stored.get(place) === text) {
        // A line from another state of the object corresponds to none of its records.
        sent.add(place);
      }
    }
  }
  return {
    accepted: lines.length - left.length,
    left,
    isWhole: stored.size > 0 && sent.size === stored.size,
  };
}

/** Returns the key of the object that a place names. */
export function objectOf(place: string): string {
  return place.replace(/#\d+$/, "");
}

function placeOf(key: string, index: number): string {
  return `${key}#${index + 1}`;
}
