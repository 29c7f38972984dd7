import { parseJson } from "../exact-integer.ts";
import type { StatesBlock } from "../definition/state-machine-definition.ts";
import type { ExecutionType } from "../definition/validation-context.ts";
import type { ExecutionRun, ExecutionServices } from "../state-execution/execution-run.ts";
import { openFrame, reopenFrame } from "../state-execution/frame.ts";
import { History, type HistoryEvent, type StateEvent } from "../state-execution/history.ts";
import { runExecution, type ExecutionProgram, type Outcome } from "../interpreter/run-execution.ts";
import { Aborted, isClose, Stopped } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import type { ExecutionRecord } from "../store/execution-record.ts";
import type { ExecutionStore } from "../store/execution-store.ts";

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html: EXPRESS runs at most five
 * minutes.
 */
export const expressSeconds = 300;

/** Returns the seconds after which an execution times out; undefined for never. */
export function timeoutOf(type: ExecutionType, declared: number | undefined): number | undefined {
  return type === "EXPRESS" ? Math.min(declared ?? expressSeconds, expressSeconds) : declared;
}

/** An execution to begin. */
export type Launch = {
  executionArn: string;
  stateMachine: { arn: string; name: string };
  name: string;
  type: ExecutionType;
  revision: string;
  block: StatesBlock;
  roleArn: string;
  /** JSON text. */
  input: string;
  /** The text parsed, if the caller has it. */
  parsedInput?: JsonValue;
  timeoutSeconds?: number | undefined;
  /** Of a Distributed Map's child. */
  child?: { mapRunArn: string; index: number; items: number };
  /** A StartSyncExecution, whose context knows no redrives (recorded on AWS). */
  sync?: boolean;
  /** Aborts the execution with its parent. */
  signal?: AbortSignal;
  /**
   * Writes the execution before it runs, so that a caller that has its answer may rely on it, whatever
   * becomes of the process.
   */
  writeFirst?: boolean;
};

/** What is needed to continue a kept execution. */
export type Continuation = Pick<
  Launch,
  "stateMachine" | "block" | "roleArn" | "timeoutSeconds" | "signal" | "sync"
>;

type Run = Continuation & { parsedInput: JsonValue; history: History; gate?: Promise<unknown> | undefined };

type Running = { stop: AbortController; ended: Promise<ExecutionRecord> };

/** Who hears of executions. After a kill either may be called again with the same. */
export type ExecutionListeners = {
  /** Called before a new status is kept. */
  onStatusChange: (record: ExecutionRecord) => void;
  onHistoryEvent?: ((executionArn: string, event: HistoryEvent | StateEvent) => void) | undefined;
};

/** Runs executions and keeps what becomes of them. */
export class Executions {
  readonly #running = new Map<string, Running>();
  readonly #services: () => ExecutionServices;
  readonly #store: ExecutionStore;
  readonly #onStatusChange: (record: ExecutionRecord) => void;
  readonly #onHistoryEvent: ExecutionListeners["onHistoryEvent"];

  constructor(
    store: ExecutionStore,
    services: () => ExecutionServices,
    { onStatusChange, onHistoryEvent }: ExecutionListeners,
  ) {
    this.#store = store;
    this.#services = services;
    this.#onStatusChange = onStatusChange;
    this.#onHistoryEvent = onHistoryEvent;
  }

  launch(launch: Launch): { record: ExecutionRecord; ended: Promise<ExecutionRecord> } {
    const services = this.#services();
    const input = launch.parsedInput === undefined ? parseJson(launch.input) : launch.parsedInput;
    const frame = openFrame(launch.block.StartAt, input, {});
    const history = this.#history(launch.executionArn, launch.type);
    const record = this.#store.begin(
      {
        executionArn: launch.executionArn,
        stateMachineArn: launch.stateMachine.arn,
        name: launch.name,
        type: launch.type,
        revision: launch.revision,
        status: "RUNNING",
        startDate: services.clock.now(),
        input: launch.input,
        redriveCount: 0,
        mapRunArn: launch.child?.mapRunArn,
        childIndex: launch.child?.index,
        items: launch.child?.items,
        events: 0,
        frame,
      },
      history,
    );
    this.#onStatusChange(record);
    if (launch.writeFirst) {
      this.#store.flushOne(launch.executionArn);
    }
    return {
      record,
      ended: this.#run(record, { ...launch, parsedInput: input, history }, { kind: "start" }),
    };
  }

  /** Runs an execution that has failed on from where it stopped. */
  redrive({ executionArn }: { executionArn: string }, continuation: Continuation): Promise<ExecutionRecord> {
    // What has just ended may not have been written: its history continues after the last event that is.
    this.#store.flush();
    const record = this.#store.find(executionArn);
    if (!record) {
      throw new Error(`The execution '${executionArn}' is not kept.`);
    }
    if (record.frame) {
      reopenFrame(record.frame);
    }
    const history = this.#history(record.executionArn, record.type, record.events);
    const redriven = this.#store.begin(
      {
        ...record,
        status: "RUNNING",
        redriveCount: record.redriveCount + 1,
        redriveDate: this.#services().clock.now(),
        stopDate: undefined,
        error: undefined,
        cause: undefined,
      },
      history,
    );
    this.#onStatusChange(redriven);
    const { redriveCount } = redriven;
    const how = { ...continuation, parsedInput: parseJson(record.input), history };
    return this.#run(redriven, how, { kind: "redrive", redriveCount });
  }

  /** Runs an execution on that the end of a process has cut off; with a `gate`, once that has opened. */
  resume(
    kept: ExecutionRecord,
    continuation: Continuation,
    gate?: Promise<unknown>,
  ): Promise<ExecutionRecord> {
    const history = this.#history(kept.executionArn, kept.type, kept.events);
    const record = this.#store.resume(kept, history);
    const how = { ...continuation, parsedInput: parseJson(record.input), history, gate };
    return this.#run(record, how, { kind: "resume" });
  }

  /** Keeps an execution in memory that is to be resumed, so that it can change before. */
  hold(record: ExecutionRecord): void {
    this.#store.resume(record, this.#history(record.executionArn, record.type, record.events));
  }

  /** Resolves when a running execution has ended; one that has ended resolves at once. */
  async ended(executionArn: string): Promise<ExecutionRecord | undefined> {
    return this.#running.get(executionArn)?.ended ?? this.#store.find(executionArn);
  }

  /** Stops an execution and waits until it has ended. */
  async stop(executionArn: string, failure: { error?: string; cause?: string }): Promise<void> {
    const running = this.#running.get(executionArn);
    running?.stop.abort(new Stopped(failure));
    await running?.ended;
  }

  /** Stops every execution as a stop of the process does: the next process finds them as they were. */
  async close(): Promise<void> {
    this.#store.flush();
    const running = [...this.#running.values()];
    for (const { stop } of running) {
      stop.abort(new Aborted("close"));
    }
    await Promise.all(running.map(({ ended }) => ended));
  }

  #history(executionArn: string, type: ExecutionType, recorded = 0): History {
    const { clock } = this.#services();
    const onEvent = this.#onHistoryEvent;
    return new History({
      clock,
      type,
      recorded,
      changed: () => this.#store.touch(executionArn),
      added: onEvent && ((event) => onEvent(executionArn, event)),
    });
  }

  #run(record: ExecutionRecord, how: Run, entry: ExecutionProgram["entry"]): Promise<ExecutionRecord> {
    const { gate } = how;
    const run = this.#executionRun(record, how);
    const stop = new AbortController();
    const follow = () => stop.abort(reasonForChild(how.signal?.reason));
    if (how.signal?.aborted) {
      follow();
    }
    how.signal?.addEventListener("abort", follow, { once: true });
    record.frame ??= openFrame(how.block.StartAt, run.input, {});
    const { timeoutSeconds } = how;
    const program: ExecutionProgram = {
      block: how.block,
      frame: record.frame,
      // A child's text was made by its batch; a caller's may be laid out in lines.
      inputText: record.mapRunArn === undefined ? JSON.stringify(run.input) : record.input,
      stop,
      deadline:
        timeoutSeconds === undefined
          ? undefined
          : (record.redriveDate ?? record.startDate) + timeoutSeconds * 1000,
      roleArn: how.roleArn,
      entry,
      ended: (outcome) => {
        how.signal?.removeEventListener("abort", follow);
        this.#end(record, outcome, stop.signal.reason);
      },
    };
    const running =
      gate === undefined ? runExecution(run, program) : gate.then(() => runExecution(run, program));
    const ended = running.then(() => {
      this.#running.delete(record.executionArn);
      return record;
    });
    this.#running.set(record.executionArn, { stop, ended });
    return ended;
  }

  #executionRun(record: ExecutionRecord, how: Run): ExecutionRun {
    const { executionArn, name, type, startDate, redriveCount, redriveDate } = record;
    const input = how.parsedInput;
    const redrives = how.sync ? {} : { RedriveCount: redriveCount };
    const services = this.#services();
    return {
      ...services,
      integrations: services.integrationsAs(how.roleArn),
      executionArn,
      name,
      type,
      input,
      history: how.history,
      save: () => this.#store.touch(executionArn),
      context: {
        Execution: {
          Id: executionArn,
          Input: input,
          Name: name,
          RoleArn: how.roleArn,
          StartTime: new Date(startDate).toISOString(),
          ...redrives,
          ...(redriveDate === undefined ? {} : { RedriveTime: new Date(redriveDate).toISOString() }),
        },
        StateMachine: { Id: how.stateMachine.arn, Name: how.stateMachine.name },
      },
    };
  }

  #end(record: ExecutionRecord, outcome: Outcome, reason: unknown): void {
    // What the process's end cut off stays RUNNING, with its frame, for the next process to continue.
    if (isClose(reason)) {
      return;
    }
    record.status = outcome.status;
    record.stopDate = this.#services().clock.now();
    if (outcome.status === "SUCCEEDED") {
      record.output = outcome.output;
      record.frame = undefined;
    } else {
      record.error = outcome.error;
      record.cause = outcome.cause;
    }
    this.#onStatusChange(record);
    this.#store.changed(record);
  }
}

/**
 * A parent that is stopped or times out aborts its children; the end of the process leaves them as they are.
 */
function reasonForChild(reason: unknown): Aborted {
  return reason instanceof Aborted && reason.by === "close" ? reason : new Stopped();
}
