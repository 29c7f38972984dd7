import type { FunctionPlan } from "./functions.ts";
import { FunctionProcess, type ProcessOptions, type Untaken } from "./function-process.ts";
import type { Invocation } from "./invocation.ts";

/**
 * Processes that one function may have at a time. Further events wait: this machine has fewer cores than
 * Lambda.
 */
const maxProcesses = 4;

/**
 * Processes that are started for an event and end before they can take it: Lambda runs a failed init once
 * more.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
 */
const maxStarts = 2;

/**
 * An environment that is older takes no further event, and another takes its place: its credentials are those
 * that it was started with, and a link that it signs must outlive it. Lambda ends environments after hours,
 * too.
 */
const maxAgeMilliseconds = 10 * 3_600_000;

/**
 * What the credentials of an environment last: longer than it takes events, and longer than what it signs.
 */
export const environmentSessionSeconds = 12 * 3_600;

export type PoolOptions = Omit<ProcessOptions, "onIdle" | "onExit"> & {
  /** Milliseconds since 1970. */
  now: () => number;
};

/** The execution environments of one function: kept warm, started when all are busy, up to a limit. */
export class FunctionPool {
  readonly plan: FunctionPlan;
  readonly #options: PoolOptions;
  readonly #processes = new Set<FunctionProcess>();
  /** When each was started. */
  readonly #started = new WeakMap<FunctionProcess, number>();
  readonly #waiting: Invocation[] = [];
  #running = 0;
  #closed = false;

  constructor(options: PoolOptions) {
    this.plan = options.plan;
    this.#options = options;
  }

  get processes(): readonly FunctionProcess[] {
    return [...this.#processes];
  }

  /** Returns true if one more invocation is within the function's reserved concurrency. */
  get hasRoom(): boolean {
    return this.#running < (this.plan.reservedConcurrency ?? Number.POSITIVE_INFINITY);
  }

  start(invocation: Invocation): void {
    this.#running += 1;
    void this.#follow(invocation);
    if (this.#closed) {
      return failStopped(invocation);
    }
    this.#waiting.push(invocation);
    this.#dispatch();
  }

  /** Hands waiting events to idle processes; called whenever either may have changed. */
  #dispatch(): void {
    while (this.#waiting.length > 0 && !this.#closed) {
      const process = this.#idleProcess();
      const invocation = process && this.#waiting.shift();
      if (!invocation) {
        return;
      }
      process.assign(invocation);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const invocation of this.#waiting.splice(0)) {
      failStopped(invocation);
    }
    await Promise.all([...this.#processes].map((process) => process.stop()));
  }

  async #follow(invocation: Invocation): Promise<void> {
    await invocation.result;
    this.#running -= 1;
  }

  #idleProcess(): FunctionProcess | undefined {
    const now = this.#options.now();
    for (const process of this.#processes) {
      if (!process.busy && now - (this.#started.get(process) ?? now) > maxAgeMilliseconds) {
        void process.stop();
      }
    }
    const idle = [...this.#processes].find((process) => !process.busy);
    if (idle) {
      return idle;
    }
    if (this.#processes.size >= maxProcesses) {
      return undefined;
    }
    const process = new FunctionProcess({
      ...this.#options,
      onIdle: () => this.#dispatch(),
      onExit: (gone, untaken) => {
        this.#processes.delete(gone);
        if (untaken) {
          this.#giveToAnother(untaken, gone);
        }
        this.#dispatch();
      },
    });
    this.#processes.add(process);
    this.#started.set(process, now);
    return process;
  }

  /**
   * A process that served before may leave at any time: that is not a failure of the event. One that cannot
   * start is.
   */
  #giveToAnother({ invocation, exit }: Untaken, gone: FunctionProcess): void {
    if (this.#closed) {
      return failStopped(invocation);
    }
    if (!gone.hasTakenAny) {
      invocation.failedStarts += 1;
    }
    if (invocation.failedStarts === maxStarts) {
      invocation.failWith("Runtime.ExitError", `Runtime exited with error: ${exit}`);
      return;
    }
    this.#waiting.unshift(invocation);
  }
}

function failStopped(invocation: Invocation): void {
  invocation.failWith("Runtime.ExitError", "the local stage stopped before the event was taken");
}
