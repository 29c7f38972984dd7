import * as z from "zod";
import type { ExportDocument } from "../export-document.ts";

const count = z.int().nonnegative();

/**
 * `claims/dt=<date>/<version>.json`: a run's right to a version of a date's export. Written once, before the
 * warehouse reads the partition, so that versions are in the order in which they were read.
 */
export const claimSchema = z.strictObject({
  date: z.iso.date(),
  version: z.int().positive(),
  run: z.string(),
  /** A run distributes and exports in rounds, until nothing is pending; 1 for the first. */
  round: z.int().positive(),
  claimedAt: z.iso.datetime(),
  /** How the date is exported. */
  mode: z.enum(["whole", "supplement"]).default("whole"),
  /** Rows that the run wrote into the date's partition in this round. */
  rows: count,
  /**
   * Markers that existed before the claim: what the warehouse reads afterwards includes their rows, so
   * `publish` deletes them.
   */
  markers: z.array(z.string()),
  /**
   * Every report of the date that was accepted before then is in the partition; absent if the run could not
   * drain the queue in time.
   */
  completeThrough: z.iso.datetime().optional(),
  /** Versions that were published before the claim: the warehouse reads at least what they hold. */
  published: z.array(z.int().positive()),
});

export type Claim = z.infer<typeof claimSchema>;

/**
 * Returns the export of the same date to which a claim's export must give way, if any: one of a higher
 * version, which was read later; or one that was published since the claim and holds more reports. One that
 * was published before holds more only if rows were deleted on purpose, and is replaced.
 * @param rows reports in the claim's export
 */
export function findSuperseding<Other extends Pick<ExportDocument, "version" | "rows">>(
  claim: Pick<Claim, "version" | "published">,
  rows: number,
  others: readonly Other[],
): Other | undefined {
  return others
    .filter(
      (other) =>
        other.version > claim.version ||
        (other.version < claim.version && !claim.published.includes(other.version) && other.rows > rows),
    )
    .toSorted((a, b) => b.version - a.version)[0];
}
