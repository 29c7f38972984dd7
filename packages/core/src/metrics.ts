import type { RejectedFolder } from "./keys.ts";

/** Namespace of all metrics of the app. */
export const metricNamespace = "Ashiato";

/**
 * Returns what distinguishes a function's counts: its phase, and the stage, as an account may have
 * several.
 */
export function metricDimensions(phase: string, stage: string): { service: string; stage: string } {
  return { service: phase, stage };
}

/** The count of what goes into each folder of `rejected/`: the phase that prints it, and its name there. */
export const rejectMetrics: Record<RejectedFolder, { phase: string; metric: string }> = {
  reports: { phase: "store", metric: "rejectedReports" },
  messages: { phase: "store", metric: "rejected" },
  rows: { phase: "distribute", metric: "rowsRejected" },
  conflicts: { phase: "publish", metric: "conflicts" },
};
