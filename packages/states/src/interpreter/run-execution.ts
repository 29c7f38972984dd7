import type { StatesBlock } from "../definition/state-machine-definition.ts";
import type { JsonValue } from "../json.ts";
import { StatesError } from "../states-error.ts";
import type { ExecutionRun } from "../state-execution/execution-run.ts";
import type { Frame } from "../state-execution/frame.ts";
import type { Trail } from "../state-execution/history.ts";
import { runStates } from "./run-states.ts";
import { Aborted, errorAndCause, isClose, Stopped } from "../errors.ts";

/** How an execution ended; `output` is JSON text. */
export type Outcome =
  | { status: "SUCCEEDED"; output: string }
  | { status: "FAILED" | "TIMED_OUT" | "ABORTED"; error?: string; cause?: string };

export type ExecutionProgram = {
  block: StatesBlock;
  frame: Frame;
  /** The execution's input as JSON text on one line. */
  inputText: string;
  /** Stops the execution; its abort's reason is an `Aborted` or a `Stopped`. */
  stop: AbortController;
  timeoutSeconds?: number | undefined;
  roleArn: string;
  /** Set when the execution goes on after an end: the number of redrives. */
  redriveCount?: number;
};

/** Runs an execution from its start, or from where a redrive finds it, to its end. Never throws. */
export async function runExecution(run: ExecutionRun, program: ExecutionProgram): Promise<Outcome> {
  const { history } = run;
  const { frame, stop, roleArn, redriveCount, inputText } = program;
  const trail: Trail = { previousEventId: redriveCount === undefined ? 0 : history.count };
  const ended = new AbortController();
  watchTimeout(run, program, ended.signal);
  try {
    if (redriveCount === undefined) {
      history.addState(trail, "ExecutionStarted", { name: roleArn, text: inputText });
    } else {
      history.add(trail, "ExecutionRedriven", { executionRedrivenEventDetails: { redriveCount } });
    }
    const at = { run, frame, trail, signal: stop.signal, language: "JSONPath", runBlock: runStates } as const;
    const output = await runStates(program.block, at, redriveCount === undefined ? inputText : undefined);
    return succeeded(run, trail, output);
  } catch (error) {
    return failed(run, trail, stop.signal.aborted ? stop.signal.reason : error);
  } finally {
    ended.abort();
  }
}

function watchTimeout(
  run: ExecutionRun,
  { timeoutSeconds, stop }: ExecutionProgram,
  ended: AbortSignal,
): void {
  if (timeoutSeconds === undefined) {
    return;
  }
  run.clock.wait(timeoutSeconds * 1000, ended).then(
    () => stop.abort(new Aborted("timeout")),
    // Called off: the execution has ended.
    () => undefined,
  );
}

function succeeded({ history }: ExecutionRun, trail: Trail, value: JsonValue): Outcome {
  const output = JSON.stringify(value);
  history.close(trail, "ExecutionSucceeded", {
    executionSucceededEventDetails: { output, outputDetails: { truncated: false } },
  });
  return { status: "SUCCEEDED", output };
}

function failed({ history }: ExecutionRun, trail: Trail, reason: unknown): Outcome {
  if (reason instanceof Aborted && reason.by === "timeout") {
    history.close(trail, "ExecutionTimedOut", { executionTimedOutEventDetails: {} });
    return { status: "TIMED_OUT" };
  }
  // Cut off by the end of the process: the next one records how it was found.
  if (isClose(reason)) {
    return { status: "ABORTED" };
  }
  if (reason instanceof Aborted) {
    const failure = reason instanceof Stopped ? reason.failure : {};
    history.close(trail, "ExecutionAborted", { executionAbortedEventDetails: failure });
    return { status: "ABORTED", ...failure };
  }
  const failure = errorAndCause(
    reason instanceof StatesError
      ? reason
      : new StatesError("States.Runtime", `The interpreter failed: ${String(reason)}`, { cause: reason }),
  );
  history.close(trail, "ExecutionFailed", { executionFailedEventDetails: failure });
  return { status: "FAILED", ...failure };
}
