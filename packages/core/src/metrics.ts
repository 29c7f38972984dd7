import type { RejectedFolder } from "./rejected-keys.ts";

/** Namespace of all the app's metrics. */
export const metricNamespace = "Ashiato";

/**
 * Returns the dimensions of a function's counts: its phase, and the stage, because an account may have
 * several.
 */
export function metricDimensions(phase: string, stage: string): { service: string; stage: string } {
  return { service: phase, stage };
}

/** The metric for each folder of `rejected/`: the phase that logs it, and its name. */
export const rejectMetrics: Record<RejectedFolder, { phase: string; metric: string }> = {
  reports: { phase: "store", metric: "rejectedReports" },
  messages: { phase: "store", metric: "rejected" },
  rows: { phase: "distribute", metric: "rowsRejected" },
  conflicts: { phase: "publish", metric: "conflicts" },
};
