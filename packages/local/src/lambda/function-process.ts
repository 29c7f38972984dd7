import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import type { FunctionPlan } from "../plan/functions.ts";
import type { Invocation } from "./invocation.ts";

const exitWithStage = new URL("exit-with-stage.ts", import.meta.url).href;

export type ProcessOptions = {
  plan: FunctionPlan;
  /** SST's Node.js runtime, which asks the Runtime API for events. */
  runtime: string;
  /** Host and port of the Runtime API. */
  runtimeApi: string;
  environment: Record<string, string>;
  onLine: (line: string) => void;
  /** Told once when the process is gone. */
  onExit: (process: FunctionProcess) => void;
};

/** One execution environment of a function: a Node.js process that takes one event at a time. */
export class FunctionProcess {
  readonly id = randomUUID();
  readonly #options: ProcessOptions;
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #current: Invocation | undefined;
  #assigned: Invocation | undefined;
  #asking: ((invocation: Invocation) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ProcessOptions) {
    this.#options = options;
    const { plan, runtime, runtimeApi, environment } = options;
    this.#child = spawn(
      process.execPath,
      [
        `--max-old-space-size=${heapMb(plan.memoryMb)}`,
        "--enable-source-maps",
        "--import",
        exitWithStage,
        runtime,
        `${plan.bundle}/${plan.handler}`,
      ],
      {
        cwd: plan.bundle,
        stdio: ["pipe", "pipe", "pipe"],
        env: {
          PATH: process.env["PATH"] ?? "",
          ...environment,
          ...plan.environment,
          AWS_LAMBDA_RUNTIME_API: `${runtimeApi}/${this.id}`,
          AWS_LAMBDA_FUNCTION_NAME: plan.name,
          AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(plan.memoryMb),
          LAMBDA_TASK_ROOT: plan.bundle,
        },
      },
    );
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", options.onLine);
    }
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
    return this.#current !== undefined || this.#assigned !== undefined;
  }

  /** Gives the process an event; it must not be busy. */
  assign(invocation: Invocation): void {
    if (this.#asking) {
      const deliver = this.#asking;
      this.#asking = undefined;
      this.#begin(invocation);
      deliver(invocation);
      return;
    }
    this.#assigned = invocation;
  }

  /** The Runtime API's "next": waits for an event. */
  next(): Promise<Invocation> {
    const assigned = this.#assigned;
    if (assigned) {
      this.#assigned = undefined;
      this.#begin(assigned);
      return Promise.resolve(assigned);
    }
    return new Promise((resolve) => {
      this.#asking = resolve;
    });
  }

  /** The event under way, when it is the one that the runtime names. */
  finish(requestId: string): Invocation | undefined {
    const current = this.#current;
    if (current?.requestId !== requestId) return undefined;
    clearTimeout(this.#timer);
    this.#current = undefined;
    return current;
  }

  /** The module could not be loaded: the waiting event fails with the reason. */
  failInit(payload: string): void {
    this.#assigned?.fail(payload);
    this.#assigned = undefined;
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#gone;
  }

  #begin(invocation: Invocation): void {
    const { timeoutSeconds } = this.#options.plan;
    this.#current = invocation;
    invocation.deadline = Date.now() + timeoutSeconds * 1000;
    this.#timer = setTimeout(() => {
      invocation.failWith("Sandbox.Timedout", `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`);
      this.#child.kill("SIGKILL");
    }, timeoutSeconds * 1000);
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    clearTimeout(this.#timer);
    const how = signal === "SIGKILL" ? "signal: killed" : `exit status ${code ?? signal}`;
    for (const invocation of [this.#current, this.#assigned]) {
      invocation?.failWith("Runtime.ExitError", `Runtime exited with error: ${how}`);
    }
    this.#current = undefined;
    this.#assigned = undefined;
    this.#options.onExit(this);
  }
}

/** V8's heap is part of the function's memory; the rest is for buffers and code. */
function heapMb(memoryMb: number): number {
  return Math.max(64, Math.floor(memoryMb * 0.75));
}
