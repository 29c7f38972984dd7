import * as z from "zod";

/** What is counted of a client's use. */
export const measures = ["reports", "uploads", "downloads", "rows", "bytes"] as const;
export type Measure = (typeof measures)[number];

const sum = z.int().nonnegative().default(0);

/** What a client used on a day; what was not used is zero. */
export const dayUsageSchema = z.object({
  date: z.iso.date(),
  reports: sum,
  uploads: sum,
  downloads: sum,
  rows: sum,
  bytes: sum,
});

export type DayUsage = z.infer<typeof dayUsageSchema>;

/** Returns the sums over days. */
export function totalUsage(days: readonly DayUsage[]): Record<Measure, number> {
  const total = { reports: 0, uploads: 0, downloads: 0, rows: 0, bytes: 0 };
  for (const day of days) {
    for (const measure of measures) {
      total[measure] += day[measure];
    }
  }
  return total;
}
