import type { MapRun, RunState } from "../../api/client.ts";

type Status = RunState["status"];

/** The sign of a status: for whoever does not tell the colours apart. */
export const statusSigns: Record<Status, string> = {
  waiting: "○",
  running: "●",
  succeeded: "✓",
  caught: "↷",
  failed: "✕",
  aborted: "■",
  skipped: "–",
};

/** The badge of a status. */
export const statusTones: Record<Status, "good" | "bad" | "warn" | "info" | "plain"> = {
  waiting: "plain",
  running: "info",
  succeeded: "good",
  caught: "warn",
  failed: "bad",
  aborted: "warn",
  skipped: "plain",
};

/**
 * Returns how long a state was at work, in milliseconds: from its first entry to its last exit, or to `now`
 * while it runs; undefined if it was not entered.
 */
export function tookMilliseconds(
  { firstEnteredAt, lastExitedAt, status }: Pick<RunState, "firstEnteredAt" | "lastExitedAt" | "status">,
  now: number,
): number | undefined {
  if (firstEnteredAt === undefined) {
    return undefined;
  }
  const until = status === "running" || lastExitedAt === undefined ? now : Date.parse(lastExitedAt);
  return Math.max(0, until - Date.parse(firstEnteredAt));
}

/**
 * Returns the state to look at first: where a run failed, the map with children that failed, or the state
 * whose error was the last; else the one at work, else none.
 */
export function stateToShow(
  states: readonly Pick<RunState, "name" | "status" | "errors" | "lastExitedAt">[],
  mapRuns: readonly Pick<MapRun, "state" | "failedChildren">[],
): string | undefined {
  if (!states.some(({ status }) => status === "failed")) {
    return states.findLast(({ status }) => status === "running")?.name;
  }
  const wrong = states
    .filter(({ errors, status }) => errors.length > 0 && (status === "failed" || status === "caught"))
    .toSorted((one, other) => ((one.lastExitedAt ?? "") < (other.lastExitedAt ?? "") ? -1 : 1));
  return mapRuns.findLast(({ failedChildren }) => failedChildren.length > 0)?.state ?? wrong.at(-1)?.name;
}
