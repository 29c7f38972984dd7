import type { KeptFailure } from "../errors.ts";
import type { CallProgress } from "../integrations/task-call.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import type { Trail } from "./history.ts";

/**
 * How far a block of states has got: the machine's own, a branch's or an iteration's. It is plain JSON and is
 * written together with the history, so that an execution continues after a restart, and a failed one can be
 * redriven, from where it stopped. Whatever the history says of a state, its frame says too: both change in
 * one synchronous step.
 */
export type Frame = {
  stateName: string;
  /** The input of that state. */
  input: JsonValue;
  /**
   * Every variable that the block sees, its own and those of the blocks around it. Replaced, never changed.
   */
  variables: JsonObject;
  /** Where the block's line of events stands. */
  trail?: Trail;
  /** The state's entry, while it is under way: a redrive continues without another. */
  entered?: { eventId: number; at: number } | undefined;
  /** Branches or iterations of the state that is under way, by index. */
  children?: (Frame | null)[] | undefined;
  /** The map run of the Distributed Map that is under way. */
  mapRunArn?: string | undefined;
  /** What the state that is under way has done so far. */
  progress?: Progress | undefined;
  /** Of an inline Map's iteration: the last of its events. */
  iteration?: "Started" | "Succeeded" | "Failed";
  /** The block's result, once it has ended. */
  result?: { output: JsonValue };
};

/**
 * What a state has done since its entry that a restart must not do again. Times in milliseconds since the
 * epoch.
 */
type Progress = {
  /** The retries made; `at` is when the next one begins, until it does. */
  retry?: { count: number; attempts: readonly number[]; at?: number };
  /** When a Wait ends. */
  waitUntil?: number;
  task?: TaskProgress | undefined;
  /** The result of the state's work, before ResultSelector and the like. */
  outcome?: { result: JsonValue };
  /** What the state failed with; its retriers have been asked. */
  failure?: KeptFailure;
  /** What the state's work failed with; its retriers have not been asked. */
  workFailure?: KeptFailure;
  /** The Distributed Map has its MapStateStarted. */
  mapStarted?: true;
  /** The map run is redriven, and has no event that says so yet. */
  redriven?: true;
};

export type TaskProgress = CallProgress & {
  parameters?: JsonValue;
  scheduledAt?: number;
};

export function openFrame(startAt: string, input: JsonValue, variables: JsonObject): Frame {
  return { stateName: startAt, input, variables };
}

/**
 * Prepares a frame that failed, and those of its branches and iterations, to continue: what stopped is done
 * again.
 */
export function reopenFrame(frame: Frame): void {
  frame.progress = frame.mapRunArn === undefined ? undefined : { redriven: true };
  delete frame.trail;
  if (frame.iteration === "Failed") {
    frame.iteration = "Started";
  }
  for (const child of frame.children ?? []) {
    if (child !== null && child.result === undefined) {
      reopenFrame(child);
    }
  }
}

/** Yields the tasks that are under way in a frame, its branches and its iterations. */
export function* tasksOf(frame: Frame): Generator<TaskProgress> {
  if (frame.progress?.task !== undefined) {
    yield frame.progress.task;
  }
  for (const child of frame.children ?? []) {
    if (child !== null) {
      yield* tasksOf(child);
    }
  }
}
