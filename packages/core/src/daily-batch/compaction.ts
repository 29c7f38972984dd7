import * as z from "zod";
import { partitionPrefix } from "../store-keys.ts";

const count = z.int().nonnegative();

/** An object of the table's folder of a date, as it was listed before its rows were read. */
const replacedSchema = z.strictObject({ key: z.string(), bytes: count, modified: z.string() });

/** A file that a compaction wrote: where UNLOAD put it, and where it is to be among those of batches. */
const fileSchema = z.strictObject({ from: z.string(), key: z.string(), bytes: count, rows: count });

/**
 * - planned: the warehouse may be writing the date's rows anew; nothing else has changed.
 * - switched: the partition reads the folder of the new files, or is to; the old ones may go.
 * - copied: the table's folder has the new files and no old one; the partition reads it again, or is to.
 */
const movingSchema = z.discriminatedUnion("step", [
  z.strictObject({ step: z.literal("planned"), run: z.string(), replaced: z.array(replacedSchema) }),
  z.strictObject({
    step: z.enum(["switched", "copied"]),
    run: z.string(),
    replaced: z.array(replacedSchema),
    /** The folder of the new files. */
    folder: z.string(),
    files: z.array(fileSchema),
    conflicts: count,
  }),
]);

/**
 * `compactions/dt=<date>.json`: what compactions have made of a date's files, and the one that is under way.
 * Changed by conditional writes alone.
 */
export const compactionSchema = z.strictObject({
  date: z.iso.date(),
  settled: z.strictObject({
    /** What the latest compaction wrote. */
    files: z.array(fileSchema),
    /** Files of batches whose rows these have. */
    replaced: z.array(z.string()),
    /** Contents that exports have put under `rejected/conflicts/`, and that the partition lacks therefore. */
    conflicts: count,
  }),
  moving: movingSchema.optional(),
});

export type Compaction = z.infer<typeof compactionSchema>;
export type MovingCompaction = Exclude<NonNullable<Compaction["moving"]>, { step: "planned" }>;

/** Returns the record of a date that no compaction has touched. */
export function noCompaction(date: string): Compaction {
  return { date, settled: { files: [], replaced: [], conflicts: 0 } };
}

/** Returns the folder that the date's partition is to read. At rest, this is the date's own. */
export function partitionFolder({ date, moving }: Compaction): string {
  return moving?.step === "switched" ? moving.folder : partitionPrefix(date);
}

/** Returns the contents that the partition lacks as they are conflicts that were put aside. */
export function removedConflicts({ settled, moving }: Compaction): number {
  return moving === undefined || moving.step === "planned" ? settled.conflicts : moving.conflicts;
}

/** Returns the record of a compaction whose files are all that the partition reads. */
export function settledCompaction({ date, settled }: Compaction, moving: MovingCompaction): Compaction {
  const { files, conflicts, replaced } = moving;
  const compacted = new Set(settled.files.map(({ key }) => key));
  const batches = replaced.map(({ key }) => key).filter((key) => !compacted.has(key));
  return { date, settled: { files, conflicts, replaced: [...settled.replaced, ...batches] } };
}

/** When a date is compacted; in `batchSettings`. */
export type CompactionLimits = {
  /** A date with more files that no compaction wrote is compacted. */
  maxFiles: number;
  /** A date of this age, in days, is compacted once more, as hardly any row comes after it. */
  lastAge: number;
};

/** The files of a date. */
export type DateFiles = {
  date: string;
  /** Files that no compaction wrote. */
  loose: number;
  /** Files that compactions wrote, and the business date on which they did; undefined without any. */
  compacted: number;
  compactedOn: string | undefined;
};

/** Returns whether a date is to be compacted. `today` is the business date of now. */
export function compactionIsDue(
  { date, loose, compacted, compactedOn }: DateFiles,
  today: string,
  { maxFiles, lastAge }: CompactionLimits,
): boolean {
  const isLast = days(date, today) >= lastAge;
  const wasLast = compactedOn !== undefined && days(date, compactedOn) >= lastAge;
  return loose > maxFiles || (isLast && !wasLast && loose > 0 && loose + compacted > 1);
}

function days(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
