import type { GraphState } from "./run-graph.ts";
import { runSteps, type Step, type StepEvent, type StepStatus } from "./run-steps.ts";

type ShownStep = Omit<GraphState, "label"> & Step;

const untouched: Step = {
  status: "waiting",
  visits: { entered: 0, running: 0, succeeded: 0, caught: 0, failed: 0, aborted: 0 },
  attempts: 0,
  errors: [],
};

/**
 * Returns each state of a definition with what became of it in an execution. The history has nothing of the
 * states inside a distributed map: these have the status of their map.
 */
export function shownSteps(
  graph: readonly GraphState[],
  events: readonly StepEvent[],
  { hasEnded }: { hasEnded: boolean },
): ShownStep[] {
  const steps = runSteps(events);
  const byName = new Map(graph.map((state) => [state.name, state]));
  const statusOf = (name: string): StepStatus => {
    const map = distributedMapOf(name, byName);
    const { status } = steps.get(map ?? name) ?? untouched;
    return status === "waiting" && hasEnded ? "skipped" : status;
  };
  return graph.map(({ label: _label, ...state }) => ({
    ...state,
    ...(steps.get(state.name) ?? untouched),
    status: statusOf(state.name),
  }));
}

/** Returns the distributed map in which a state is, at whatever depth; undefined if it is in none. */
function distributedMapOf(name: string, byName: ReadonlyMap<string, GraphState>): string | undefined {
  const within = byName.get(name)?.within;
  if (within === undefined) {
    return undefined;
  }
  return byName.get(within)?.map === "distributed" ? within : distributedMapOf(within, byName);
}
