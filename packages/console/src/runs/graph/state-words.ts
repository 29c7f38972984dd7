import type { MapRun, RunState } from "../../api/client.ts";

/** What became of a state. `partly` is a map that went on although items of it failed. */
export type Outcome = RunState["status"] | "partly";

/** The sign of an outcome: for whoever does not tell the colours apart. */
export const outcomeSigns: Record<Outcome, string> = {
  waiting: "○",
  running: "●",
  succeeded: "✓",
  caught: "↷",
  partly: "!",
  failed: "✕",
  aborted: "■",
  skipped: "–",
};

/** The badge of an outcome. */
export const outcomeTones: Record<Outcome, "good" | "bad" | "warn" | "info" | "plain"> = {
  waiting: "plain",
  running: "info",
  succeeded: "good",
  caught: "warn",
  partly: "warn",
  failed: "bad",
  aborted: "warn",
  skipped: "plain",
};

/**
 * Returns what became of a state. To Step Functions a map is a success as long as it tolerates the items that
 * failed, though this may be where the run went wrong. The states inside of it go with their map.
 */
export function outcomeOf(
  { name, within, status }: Pick<RunState, "name" | "within" | "status">,
  mapRuns: readonly Pick<MapRun, "state" | "items">[],
): Outcome {
  const isPartly = mapRuns.some(
    ({ state, items }) => (state === name || state === within) && items.failed > 0,
  );
  return status === "succeeded" && isPartly ? "partly" : status;
}

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
