import type { JsonValue } from "../json.ts";
import type { Frame } from "../state-execution/frame.ts";
import type { Trail } from "../state-execution/history.ts";
import { Aborted, isTerminal } from "../errors.ts";
import type { Visit } from "../state-execution/visit.ts";

/** One branch of a Parallel state or one iteration of an inline Map. */
export type Child = { index: number; frame: Frame; trail: Trail; signal: AbortSignal };

export type Children = {
  count: number;
  /** The number of children that run at once. */
  concurrency: number;
  /** The frame that a child starts from; a redriven state asks only for those that have not ended. */
  open: (index: number) => Frame | Promise<Frame>;
  run: (child: Child) => Promise<JsonValue>;
  /** Called for each child that had not ended when one failed: that one itself and those that it aborts. */
  aborted: (child: Child, failed: boolean) => void;
};

/**
 * Runs a state's children and returns their outputs in order. The first failure aborts the others and is
 * thrown when they have stopped.
 */
export async function runChildren(visit: Visit, children: Children): Promise<JsonValue[]> {
  const frames = (visit.frame.children ??= []);
  const siblings = new AbortController();
  const signal = AbortSignal.any([visit.signal, siblings.signal]);
  const started: Child[] = [];
  let failure: { error: unknown; index: number; trail: Trail } | undefined;
  let next = 0;

  // Each lane takes one child after the other; a child follows the event that freed its lane.
  const lane = async (trail: Trail) => {
    for (let index = next++; index < children.count && !signal.aborted; index = next++) {
      const kept = frames[index];
      if (kept?.result && kept.iteration !== "Started") {
        continue;
      }
      try {
        const frame = kept ?? (await children.open(index));
        // One that a restart cut off continues with its own line of events.
        trail.previousEventId = frame.trail?.previousEventId ?? trail.previousEventId;
        const child: Child = { index, frame, trail, signal };
        frames[index] = frame;
        started.push(child);
        await children.run(child);
      } catch (error) {
        failure ??= { error, index, trail };
        siblings.abort(new Aborted("sibling"));
        return;
      }
      visit.trail.previousEventId = trail.previousEventId;
    }
  };
  const from = visit.trail.previousEventId;
  const lanes = Math.min(children.concurrency, children.count);
  await Promise.all(Array.from({ length: lanes }, () => lane({ previousEventId: from })));

  if (failure) {
    const { error, index, trail } = failure;
    visit.trail.previousEventId = trail.previousEventId;
    if (!isTerminal(error) || isSiblingAbort(visit)) {
      for (const child of started) {
        if (!child.frame.result) {
          children.aborted(child, child.index === index);
        }
      }
    }
    visit.signal.throwIfAborted();
    throw error;
  }
  visit.signal.throwIfAborted();
  return frames.map((frame) => frame?.result?.output ?? null);
}

function isSiblingAbort(visit: Visit): boolean {
  return visit.signal.reason instanceof Aborted && visit.signal.reason.by === "sibling";
}

/** Returns the history's event for a state left behind, for the types of state that have one. */
export function abortedEventOf(type: string): string | undefined {
  return ["Task", "Wait", "Parallel", "Map"].includes(type) ? `${type}StateAborted` : undefined;
}
