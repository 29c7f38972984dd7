import type { StateStatus } from "./state-statuses.ts";

/** The colours of AWS's console: green, orange, red, grey, blue. */
export const colours: Record<StateStatus, { fill: string; stroke: string }> = {
  succeeded: { fill: "#d5f0d8", stroke: "#1d8102" },
  caught: { fill: "#fce6c8", stroke: "#d45b07" },
  failed: { fill: "#fad4d4", stroke: "#d13212" },
  aborted: { fill: "#e3e3e3", stroke: "#687078" },
  running: { fill: "#d3e7f8", stroke: "#0073bb" },
};

/** A state that the execution has not come to. */
export const unvisited = { fill: "#ffffff", stroke: "#545b64" };
