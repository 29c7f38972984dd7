import type { InvocationResult } from "../service.ts";
import type { FunctionPlan } from "./functions.ts";
import type { Invocation } from "./invocation.ts";
import { readOutputMark } from "./output-mark.ts";
import { errorLines, reportLine } from "./platform-lines.ts";

export type ExecutionLogOptions = {
  plan: FunctionPlan;
  /** Id of the execution environment, by which its log stream is named. */
  id: string;
  write: (stream: string, message: string) => void;
};

/** An invocation under way; the output may reach its end before or after its result is known. */
type Running = { invocation: Invocation; began: number; isPrinted: boolean; end?: () => void };

/**
 * The log stream of an execution environment, as Lambda writes it: START, what the function prints, END and
 * REPORT, each invocation's lines together.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export class ExecutionLog {
  readonly stream: string;
  readonly #options: ExecutionLogOptions;
  readonly #started = performance.now();
  /** Until the first event is asked for; reported once. */
  #initMilliseconds: number | undefined;
  #maxMemoryKilobytes = 0;
  #running: Running | undefined;
  /** A start, and lines, that belong after the end of what runs. */
  #later: (() => void)[] = [];
  #isClosed = false;

  constructor(options: ExecutionLogOptions) {
    this.#options = options;
    this.stream = streamName(options.id, new Date());
  }

  /** The function is loaded. */
  initialized(): void {
    this.#initMilliseconds ??= performance.now() - this.#started;
  }

  /** The process is given an event. */
  start(invocation: Invocation): void {
    if (this.#running) {
      this.#later.push(() => this.start(invocation));
      return;
    }
    const running: Running = { invocation, began: performance.now(), isPrinted: false };
    this.#running = running;
    this.#write(`START RequestId: ${invocation.requestId} Version: $LATEST`);
    void this.#follow(running);
  }

  /** The process has printed a line. */
  print(line: string): void {
    const mark = readOutputMark(line);
    if (mark) {
      this.#maxMemoryKilobytes = mark.maxMemoryKilobytes;
    }
    const text = mark?.text ?? line;
    if (text !== "" || !mark) {
      this.#inTurn(() => this.#write(text));
    }
    if (mark) {
      this.#inTurn(() => this.#reached(mark.requestId));
    }
  }

  /** Something that Lambda says of an event which the process never had. */
  fail(invocation: Invocation, payload: string): void {
    for (const line of errorLines(invocation.requestId, payload)) {
      this.#write(line);
    }
  }

  /** The process is gone, and all that it printed has been read. */
  close(): void {
    this.#isClosed = true;
    this.#endIfComplete();
  }

  async #follow(running: Running): Promise<void> {
    const result = await running.invocation.result;
    const milliseconds = performance.now() - running.began;
    running.end = () => this.#end(running, result, milliseconds);
    this.#endIfComplete();
  }

  #inTurn(action: () => void): void {
    if (this.#running?.isPrinted) {
      this.#later.push(action);
      return;
    }
    action();
  }

  #reached(requestId: string): void {
    if (this.#running?.invocation.requestId === requestId) {
      this.#running.isPrinted = true;
      this.#endIfComplete();
    }
  }

  #endIfComplete(): void {
    const running = this.#running;
    if (running?.end && (running.isPrinted || this.#isClosed)) {
      running.end();
    }
  }

  #end({ invocation }: Running, result: InvocationResult, milliseconds: number): void {
    const { requestId } = invocation;
    const { plan } = this.#options;
    if (result.functionError) {
      this.fail(invocation, result.payload);
    }
    this.#write(`END RequestId: ${requestId}`);
    this.#write(
      reportLine({
        requestId,
        milliseconds,
        memoryMegabytes: plan.memoryMegabytes,
        maxMemoryKilobytes: this.#maxMemoryKilobytes,
        initMilliseconds: this.#initMilliseconds,
        result,
      }),
    );
    this.#initMilliseconds = 0;
    this.#running = undefined;
    for (const action of this.#later.splice(0)) {
      action();
    }
  }

  #write(message: string): void {
    this.#options.write(this.stream, message);
  }
}

/** Returns such as `2026/11/26/[$LATEST]0f2c…`. */
function streamName(id: string, date: Date): string {
  return `${date.toISOString().slice(0, 10).replaceAll("-", "/")}/[$LATEST]${id.replaceAll("-", "")}`;
}
