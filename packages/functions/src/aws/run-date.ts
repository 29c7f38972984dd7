import * as z from "zod";

/** `runs/<run>/dates/<date>.json`: what `summarize` leaves for `publish` about a date to export. */
export const runDateSchema = z.strictObject({
  date: z.iso.date(),
  /** Rows that the run wrote into the date's partition. */
  rows: z.int().nonnegative(),
  /** Markers that were there before UNLOAD began: the export holds their rows, so `publish` deletes them. */
  markers: z.array(z.string()),
});

export type RunDate = z.infer<typeof runDateSchema>;
