import type { StatusParts } from "./status.ts";

type Reports = StatusParts["reports"];
type CountName = keyof Reports["totals"];

/**
 * What the functions count of reports, as metrics: their phase, their name, and what of a status they add to.
 * `store` counts what came over the API, `register` the rows of files.
 */
export const reportMetrics = [
  { id: "stored", phase: "store", metric: "reports", adds: "kept" },
  { id: "registered", phase: "register", metric: "rows", adds: "kept" },
  { id: "duplicates", phase: "store", metric: "duplicates", adds: "equal" },
  { id: "refused", phase: "receive", metric: "rejected", adds: "rejected" },
  { id: "unusable", phase: "store", metric: "rejectedReports", adds: "rejected" },
  { id: "unreadable", phase: "register", metric: "rowsRejected", adds: "rejected" },
] as const satisfies { id: string; phase: string; metric: string; adds: CountName }[];

/** The sums of a metric, each with the start of its minute in milliseconds since 1970. */
export type MinuteSums = readonly { minute: number; sum: number }[];

const minuteMilliseconds = 60_000;

/**
 * Returns the reports of each minute from a moment up to another one, from the sums of the metrics above by
 * their ids. Sums of other minutes are left out.
 */
export function reportsPerMinute(
  sums: ReadonlyMap<string, MinuteSums>,
  { from, until }: { from: number; until: number },
): Reports {
  const length = Math.max(0, Math.ceil((until - from) / minuteMilliseconds));
  const minutes = (): number[] => Array.from({ length }, () => 0);
  const counts: Record<CountName, number[]> = {
    received: minutes(),
    kept: minutes(),
    equal: minutes(),
    rejected: minutes(),
  };
  for (const { id, adds } of reportMetrics) {
    for (const { minute, sum } of sums.get(id) ?? []) {
      const index = Math.floor((minute - from) / minuteMilliseconds);
      if (index < 0 || index >= length) {
        continue;
      }
      counts[adds][index] = (counts[adds][index] ?? 0) + sum;
      counts.received[index] = (counts.received[index] ?? 0) + sum;
    }
  }
  const total = (name: CountName): number => counts[name].reduce((a, b) => a + b, 0);
  return {
    from: new Date(from).toISOString(),
    ...counts,
    totals: {
      received: total("received"),
      kept: total("kept"),
      equal: total("equal"),
      rejected: total("rejected"),
    },
  };
}
