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

/**
 * Returns the later of two readings of a run, which may arrive in any order: one that has ended, or the one
 * that has got further; the second if they are as far.
 */
export function laterRun(one: Run | undefined, other: Run): Run {
  if (one === undefined || hasEnded(one) !== hasEnded(other)) {
    return one !== undefined && hasEnded(one) ? one : other;
  }
  return progressOf(one) > progressOf(other) ? one : other;
}

/** A run goes through some phases once in each round; its statements and its objects only become more. */
function progressOf({ map, statements }: Run): number {
  return (map?.done ?? 0) + statements.length;
}
