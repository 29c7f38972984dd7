import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { ExecutionLog, type ExecutionLogOptions } from "./execution-log.ts";
import type { FunctionPlan } from "./functions.ts";
import type { Invocation } from "./invocation.ts";

/** Loaded ahead of the runtime. */
const preloads = ["exit-with-stage.ts", "runtime-fetch.ts", "tell-taken.ts", "mark-output.ts"].flatMap(
  (file) => ["--import", new URL(file, import.meta.url).href],
);

export type ProcessOptions = {
  plan: FunctionPlan;
  /** SST's Node.js runtime, which asks the Runtime API for events. */
  runtime: string;
  /** Host and port of the Runtime API. */
  runtimeApi: string;
  environment: Record<string, string>;
  /** Takes a line of the function's log for the stream of the process. */
  writeLog: ExecutionLogOptions["write"];
  /** Called once when the process is gone. */
  onExit: (process: FunctionProcess, left: Untaken | undefined) => void;
};

/** An event that was given to a process which ended without having it: its handler never ran. */
export type Untaken = {
  invocation: Invocation;
  /** In AWS's words: `exit status 1`, `signal: killed`. */
  exit: string;
};

/** One execution environment of a function: a Node.js process that takes one event at a time. */
export class FunctionProcess {
  readonly id = randomUUID();
  readonly log: ExecutionLog;
  readonly #options: ProcessOptions;
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  /** The event that the process is given, from `assign` to its end. */
  #current: Invocation | undefined;
  /** The process has said that it has the event. */
  #taken = false;
  #hasTakenAny = false;
  #hasAsked = false;
  #timedOut = false;
  #leaving = false;
  #asking: ((invocation: Invocation) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ProcessOptions) {
    this.#options = options;
    const { plan, runtime, runtimeApi, environment, writeLog } = options;
    this.log = new ExecutionLog({ plan, id: this.id, write: writeLog });
    this.#child = spawn(
      process.execPath,
      [
        `--max-old-space-size=${heapMegabytes(plan.memoryMegabytes)}`,
        "--enable-source-maps",
        ...preloads,
        runtime,
        `${plan.bundle}/${plan.handler}`,
      ],
      {
        cwd: plan.bundle,
        stdio: ["pipe", "pipe", "pipe", "pipe"],
        env: {
          PATH: process.env["PATH"] ?? "",
          ...environment,
          ...plan.environment,
          AWS_LAMBDA_RUNTIME_API: `${runtimeApi}/${this.id}`,
          AWS_LAMBDA_FUNCTION_NAME: plan.name,
          AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(plan.memoryMegabytes),
          AWS_LAMBDA_LOG_GROUP_NAME: plan.logGroup,
          AWS_LAMBDA_LOG_STREAM_NAME: this.log.stream,
          LAMBDA_TASK_ROOT: plan.bundle,
        },
      },
    );
    for (const output of ["stdout", "stderr"] as const) {
      const stream = this.#child[output];
      if (stream) {
        createInterface({ input: stream }).on("line", (line) => this.log.print(output, line));
      }
    }
    const taken = this.#child.stdio[3];
    if (taken instanceof Readable) {
      createInterface({ input: taken }).on("line", (id) => this.#take(id));
    }
    // All pipes are read to their end by "close": what the process said last is known.
    this.#gone = new Promise((resolve) => {
      this.#child.once("close", (code, signal) => {
        this.#ended(code, signal);
        resolve();
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get plan(): FunctionPlan {
    return this.#options.plan;
  }

  get busy(): boolean {
    return this.#current !== undefined || this.#leaving;
  }

  /** Returns whether the process took an event since it started. */
  get hasTakenAny(): boolean {
    return this.#hasTakenAny;
  }

  /** Hands the process an event; it must not be busy. */
  assign(invocation: Invocation): void {
    this.#current = invocation;
    this.#taken = false;
    this.#asking?.(this.#deliver(invocation));
    this.#asking = undefined;
  }

  /** The Runtime API's "next": waits for an event. One that was sent and did not arrive is sent again. */
  next(): Promise<Invocation> {
    this.#hasAsked = true;
    this.log.initialized();
    if (this.#current && !this.#taken) {
      return Promise.resolve(this.#deliver(this.#current));
    }
    return new Promise((resolve) => {
      this.#asking = resolve;
    });
  }

  /** Returns the event under way, when it is the one that the runtime names. */
  finish(requestId: string): Invocation | undefined {
    const current = this.#current;
    if (current?.requestId !== requestId) {
      return undefined;
    }
    this.#take(requestId);
    clearTimeout(this.#timer);
    this.#current = undefined;
    return current;
  }

  /**
   * The module could not be loaded, and the process ends: the event that it was started for fails with the
   * reason.
   */
  failInit(payload: string): void {
    if (this.#hasAsked) {
      return;
    }
    if (this.#current) {
      this.log.fail(this.#current, payload);
      this.#current.fail(payload);
    }
    this.#current = undefined;
    this.#leaving = true;
  }

  async stop(): Promise<void> {
    this.#kill();
    await this.#gone;
  }

  #kill(): void {
    this.#leaving = true;
    this.#child.kill("SIGKILL");
  }

  #take(requestId: string): void {
    this.#hasTakenAny = true;
    if (this.#current?.requestId === requestId) {
      this.#taken = true;
    }
  }

  #deliver(invocation: Invocation): Invocation {
    const { timeoutSeconds } = this.#options.plan;
    this.log.start(invocation);
    invocation.deadline = Date.now() + timeoutSeconds * 1000;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timedOut = true;
      if (this.#taken) {
        this.#failCurrent("");
      }
      this.#kill();
    }, timeoutSeconds * 1000);
    return invocation;
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    clearTimeout(this.#timer);
    const exit = signal === "SIGKILL" ? "signal: killed" : `exit status ${code ?? signal}`;
    const untaken = this.#current && !this.#taken ? { invocation: this.#current, exit } : undefined;
    if (this.#taken) {
      this.#failCurrent(exit);
    }
    this.#current = undefined;
    this.#leaving = true;
    this.log.close();
    this.#options.onExit(this, untaken);
  }

  #failCurrent(exit: string): void {
    const { timeoutSeconds } = this.#options.plan;
    if (this.#timedOut) {
      const problem = `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
      this.#current?.failWith("Sandbox.Timedout", problem);
    } else {
      this.#current?.failWith("Runtime.ExitError", `Runtime exited with error: ${exit}`);
    }
    this.#current = undefined;
  }
}

/** V8's heap is part of the function's memory; the rest is for buffers and code. */
function heapMegabytes(memoryMegabytes: number): number {
  return Math.max(64, Math.floor(memoryMegabytes * 0.75));
}
