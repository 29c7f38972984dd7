import * as z from "zod";

const count = z.int().nonnegative();

/** What `--repair` may do about a finding; each leaves every row where it is. */
const repairs = [
  "add partition",
  "drop partition",
  "request export",
  "remove files",
  "show export",
  "drop day",
] as const;
export type RepairName = (typeof repairs)[number];

/**
 * The kinds of findings, each with what to do about it.
 * - `partition missing`: the date has objects, but no partition: no query sees them.
 * - `partition empty`: the partition has no objects, and never had any.
 * - `partition elsewhere`: the partition's location is not the date's folder.
 * - `object missing`: a batch or a marker names an object that is not there.
 * - `object changed`: an object has another size than its batch wrote.
 * - `object unknown`: no batch that is still on record wrote the object.
 * - `object misplaced`: a key under the table's prefix is not one that a batch writes.
 * - `rows differ`: the partition has another number of rows than its batches wrote.
 * - `export missing`: the partition has objects, and no export is there or under way.
 * - `export behind`: the partition has more reports than the current export and its supplements.
 * - `export ahead`: the current export and its supplements have more reports than the partition.
 * - `export file missing`: a file of a current export or supplement is not there, or has another size.
 * - `version missing`: a run published a version above the current one, and its `export.json` is not there.
 * - `files unpublished`: files of a version that was never published, and never will be.
 * - `day elsewhere`: the table of days does not show the current export of the date.
 * - `day rows differ`: the Parquet files of the current export have other rows than it counts.
 * - `day without export`: the table of days has a partition for a date that has no export.
 */
const advice = {
  "partition missing": "add the partition; the next run does so too if it exports the date",
  "partition empty": "drop the partition; a run adds it again if the date gets rows",
  "partition elsewhere":
    "find out who moved it; ALTER TABLE … PARTITION … SET LOCATION moves it back to the folder of its date",
  "object missing": "restore it: the bucket keeps deleted objects for a month, as old versions",
  "object changed":
    "restore the version that the batch wrote: the bucket keeps overwritten objects for a month",
  "object unknown":
    "nothing is wrong with its rows, as equal ones count once; it comes from a run that was killed, or from outside",
  "object misplaced": "move it out of the table's prefix",
  "rows differ": "compare the objects with batches/: see A day looks wrong",
  "export missing": "export the date",
  "export behind": "export the date",
  "export ahead": "do not export the date before its rows are back: restore deleted objects",
  "export file missing": "export the date again, or restore the file",
  "version missing": "export the date again, or restore the deleted export.json",
  "files unpublished": "remove the files: a newer version is published",
  "day elsewhere": "move the partition of the table of days to the folder of the export",
  "day rows differ": "restore its Parquet files: the bucket keeps deleted objects for a month",
  "day without export": "drop the partition of the table of days; the next export adds it again",
} as const satisfies Record<string, string>;

export type FindingKind = keyof typeof advice;

const kinds = Object.keys(advice).filter((kind): kind is FindingKind => kind in advice);

export const findingSchema = z.strictObject({
  kind: z.enum(kinds),
  /** Absent if it belongs to no date. */
  date: z.iso.date().optional(),
  /** What is wrong, with the numbers that differ. */
  text: z.string(),
  /** What a person does about it. */
  advice: z.string(),
  /** What `--repair` does about it; absent if a person has to look. */
  repair: z.enum(repairs).optional(),
  /** Keys that it is about, the first few. */
  keys: z.array(z.string()),
  /** How many keys it is about in all. */
  objects: count,
});

export type Finding = z.infer<typeof findingSchema>;

/** `reconciliations/<name>.json`, written last. */
export const reconciliationSchema = z.strictObject({
  name: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  comparedAt: z.iso.datetime(),
  /** What was compared. */
  compared: z.strictObject({ dates: count, objects: count, partitions: count, versions: count }),
  /** What was repaired, as it was found before. */
  repaired: z.array(findingSchema),
  /** What is left. */
  findings: z.array(findingSchema),
});

export type Reconciliation = z.infer<typeof reconciliationSchema>;

/** Keys that a finding quotes; the others are counted. */
const quotedKeys = 3;

/** Returns a finding with the advice of its kind, about these keys. */
export function finding(
  kind: FindingKind,
  about: { date?: string; text: string; repair?: RepairName; keys?: readonly string[] },
): Finding {
  const { keys = [], ...rest } = about;
  return { kind, ...rest, advice: advice[kind], keys: keys.slice(0, quotedKeys), objects: keys.length };
}
