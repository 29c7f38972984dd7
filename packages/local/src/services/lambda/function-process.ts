import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { ExecutionLog, type ExecutionLogOptions } from "./execution-log.ts";
import { frame, frameReader } from "./frames.ts";
import type { FunctionPlan } from "./functions.ts";
import type { Invocation } from "./invocation.ts";

const script = fileURLToPath(new URL("speak-with-stage.ts", import.meta.url));
/** A log has the lines of standard output and standard error in the order in which they were written. */
const oneOutput = 'exec "$0" "$@" 2>&1';
/** The Runtime API's address on Lambda. Nothing is sent there. */
const runtimeApi = "127.0.0.1:9001";

/**
 * What a process tells: paths of the Runtime API, and that an event was taken.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
const invocationPath = /^invocation\/(?<requestId>[0-9a-f-]{36})\/(?<what>taken|response|error)$/;

export type ProcessOptions = {
  plan: FunctionPlan;
  /** Path of SST's Node.js runtime, which asks the Runtime API for events. */
  runtime: string;
  environment: Record<string, string>;
  /** Takes a line of the function's log for the stream of the process. */
  writeLog: ExecutionLogOptions["write"];
  /** Called when the process has become free. */
  onIdle: () => void;
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
  #isAsking = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ProcessOptions) {
    this.#options = options;
    const { plan, runtime, environment, writeLog } = options;
    this.log = new ExecutionLog({ plan, id: this.id, write: writeLog });
    this.#child = spawn(
      "/bin/sh",
      [
        "-c",
        oneOutput,
        process.execPath,
        `--max-old-space-size=${heapMegabytes(plan.memoryMegabytes)}`,
        "--enable-source-maps",
        script,
        `${plan.bundle}/${plan.handler}`,
        runtime,
      ],
      {
        cwd: plan.bundle,
        stdio: ["ignore", "pipe", "ignore", "pipe", "pipe"],
        env: {
          PATH: process.env["PATH"] ?? "",
          ...environment,
          ...plan.environment,
          AWS_LAMBDA_RUNTIME_API: runtimeApi,
          AWS_LAMBDA_FUNCTION_NAME: plan.name,
          AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(plan.memoryMegabytes),
          AWS_LAMBDA_LOG_GROUP_NAME: plan.logGroup,
          AWS_LAMBDA_LOG_STREAM_NAME: this.log.stream,
          LAMBDA_TASK_ROOT: plan.bundle,
        },
      },
    );
    const [, output, , said, events] = this.#child.stdio;
    if (output instanceof Readable) {
      createInterface({ input: output }).on("line", (line) => this.log.print(line));
    }
    if (said instanceof Readable) {
      said.on(
        "data",
        frameReader((head, body) => this.#hear(head, body)),
      );
    }
    // An event that does not arrive is one that was not taken, which "close" finds.
    events?.on("error", () => undefined);
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
    this.#deliverIfAsked();
  }

  async stop(): Promise<void> {
    this.#kill();
    await this.#gone;
  }

  #kill(): void {
    this.#leaving = true;
    this.#child.kill("SIGKILL");
  }

  /** What the runtime calls of its Runtime API. */
  #hear(path: string, body: string): void {
    if (path === "invocation/next") {
      this.#hasAsked = true;
      this.#isAsking = true;
      this.log.initialized();
      return this.#deliverIfAsked();
    }
    if (path === "init/error") {
      return this.#failInit(body);
    }
    const { requestId, what } = invocationPath.exec(path)?.groups ?? {};
    this.#hasTakenAny = true;
    const current = this.#current;
    // A handler that has failed may still end later, in vain.
    if (current === undefined || current.requestId !== requestId) {
      return;
    }
    this.#taken = true;
    if (what === "taken") {
      return;
    }
    clearTimeout(this.#timer);
    this.#current = undefined;
    if (what === "error") {
      current.fail(body);
    } else {
      current.succeed(body === "" ? "null" : body);
    }
    this.#options.onIdle();
  }

  #deliverIfAsked(): void {
    const invocation = this.#current;
    const events = this.#child.stdio[4];
    if (!this.#isAsking || !invocation || !(events instanceof Writable)) {
      return;
    }
    this.#isAsking = false;
    const { timeoutSeconds, arn } = this.#options.plan;
    this.log.start(invocation);
    const deadline = Date.now() + timeoutSeconds * 1000;
    events.write(frame(`${invocation.requestId} ${deadline} ${arn}`, invocation.payload));
    this.#timer = setTimeout(() => {
      this.#timedOut = true;
      if (this.#taken) {
        this.#failCurrent("");
      }
      this.#kill();
    }, timeoutSeconds * 1000);
  }

  /**
   * The module could not be loaded, and the process ends: the event that it was started for fails with the
   * reason.
   */
  #failInit(payload: string): void {
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
