/** What became of a state in an execution. */
export type StateStatus = "succeeded" | "caught" | "failed" | "aborted" | "running";

/** The part of an event that a picture needs. */
export type DrawnEvent = {
  id: number;
  previousEventId: number;
  type: string;
  stateEnteredEventDetails?: { name?: string | undefined } | undefined;
  stateExitedEventDetails?: { name?: string | undefined } | undefined;
};

/**
 * Returns what became of each state by an execution's history, by its name; of one that was visited again, at
 * the last time.
 */
export function stateStatuses(events: readonly DrawnEvent[]): Map<string, StateStatus> {
  const statuses = new Map<string, StateStatus>();
  const failures = new Set<number>();
  for (const { id, previousEventId, type, ...details } of events) {
    const entered = details.stateEnteredEventDetails?.name;
    const exited = details.stateExitedEventDetails?.name;
    if (entered !== undefined) {
      statuses.set(entered, "running");
    } else if (exited !== undefined) {
      statuses.set(exited, failures.has(previousEventId) ? "caught" : "succeeded");
    } else if (/Failed$|TimedOut$/.test(type)) {
      failures.add(id);
    }
    const ending = endings[type];
    if (ending !== undefined) {
      settle(statuses, ending);
    }
  }
  return statuses;
}

const endings: Record<string, StateStatus> = {
  ExecutionFailed: "failed",
  ExecutionTimedOut: "failed",
  ExecutionAborted: "aborted",
};

function settle(statuses: Map<string, StateStatus>, ending: StateStatus): void {
  for (const [name, status] of statuses) {
    if (status === "running") {
      statuses.set(name, ending);
    }
  }
}
