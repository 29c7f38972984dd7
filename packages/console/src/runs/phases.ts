import type { Run } from "../api/client.ts";

/** The phases of a run, as the API names them, in the order in which it passes through them. */
export const phases = ["plan", "drain", "distribute", "summarize", "exports", "feeds", "notify"] as const;
export type PhaseName = (typeof phases)[number];

export type PhaseState = "done" | "running" | "failed" | "waiting";

/** Returns how far a run is in each phase. */
export function phaseStates({ status, phase }: Pick<Run, "status" | "phase">): Record<PhaseName, PhaseState> {
  const at = phase === "ended" ? phases.length : phases.indexOf(phase);
  const here: PhaseState = status === "RUNNING" ? "running" : status === "SUCCEEDED" ? "done" : "failed";
  const stateAt = (index: number): PhaseState => (index < at ? "done" : index === at ? here : "waiting");
  return Object.fromEntries(phases.map((name, index) => [name, stateAt(index)])) as Record<
    PhaseName,
    PhaseState
  >;
}

/** Returns whether a run has ended, however. */
export function hasEnded({ status }: Pick<Run, "status">): boolean {
  return status !== "RUNNING";
}
