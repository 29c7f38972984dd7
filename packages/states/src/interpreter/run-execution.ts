import type { StatesBlock } from "../definition/state-machine-definition.ts";
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
  /** When the execution times out, in milliseconds since the epoch. */
  deadline?: number | undefined;
  roleArn: string;
  /** How it begins: from its start, from its failure, or from where the process ended. */
  entry: { kind: "start" } | { kind: "redrive"; redriveCount: number } | { kind: "resume" };
  /** Called with the outcome, in one step with the event that ends the history. */
  ended: (outcome: Outcome) => void;
};

/** Runs an execution from its start, or from where it stopped, to its end. Never throws. */
export async function runExecution(run: ExecutionRun, program: ExecutionProgram): Promise<void> {
  const { history } = run;
  const { frame, stop, entry, inputText } = program;
  const started = entry.kind === "start" || history.count === 0;
  const trail: Trail = frame.trail ?? { previousEventId: history.count };
  const finished = new AbortController();
  watchTimeout(run, program, finished.signal);
  try {
    if (started) {
      history.addState(trail, "ExecutionStarted", { name: program.roleArn, text: inputText });
    } else if (entry.kind === "redrive") {
      const { redriveCount } = entry;
      history.add(trail, "ExecutionRedriven", { executionRedrivenEventDetails: { redriveCount } });
    }
    const at = { run, frame, trail, signal: stop.signal, language: "JSONPath", runBlock: runStates } as const;
    const output = JSON.stringify(await runStates(program.block, at, started ? inputText : undefined));
    history.close(trail, "ExecutionSucceeded", {
      executionSucceededEventDetails: { output, outputDetails: { truncated: false } },
    });
    program.ended({ status: "SUCCEEDED", output });
  } catch (error) {
    program.ended(failed(run, trail, stop.signal.aborted ? stop.signal.reason : error));
  } finally {
    finished.abort();
  }
}

function watchTimeout(run: ExecutionRun, { deadline, stop }: ExecutionProgram, finished: AbortSignal): void {
  if (deadline === undefined) {
    return;
  }
  run.clock.wait(Math.max(deadline - run.clock.now(), 0), finished).then(
    () => stop.abort(new Aborted("timeout")),
    // Called off: the execution has ended.
    () => undefined,
  );
}

function failed({ history }: ExecutionRun, trail: Trail, reason: unknown): Outcome {
  if (reason instanceof Aborted && reason.by === "timeout") {
    history.close(trail, "ExecutionTimedOut", { executionTimedOutEventDetails: {} });
    return { status: "TIMED_OUT" };
  }
  // Cut off by the end of the process: the next one continues it.
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
