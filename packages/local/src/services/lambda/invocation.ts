import type { InvocationResult } from "../service.ts";

/** One event on its way through a function. */
export class Invocation {
  readonly requestId: string;
  readonly payload: string;
  /** Processes that were started for it and ended before they could take it. */
  failedStarts = 0;
  readonly result: Promise<InvocationResult>;
  readonly #resolve: (result: InvocationResult) => void;

  constructor(requestId: string, payload: string) {
    this.requestId = requestId;
    this.payload = payload;
    const { promise, resolve } = Promise.withResolvers<InvocationResult>();
    this.result = promise;
    this.#resolve = resolve;
  }

  succeed(payload: string): void {
    this.#resolve({ payload });
  }

  /** Ends with the error that the runtime posted: `{errorType, errorMessage, trace}`. */
  fail(payload: string): void {
    this.#resolve({ payload, functionError: "Unhandled" });
  }

  /** Ends with an error of the Lambda service about the function, in its words. */
  failWith(errorType: string, problem: string): void {
    this.fail(JSON.stringify({ errorType, errorMessage: `RequestId: ${this.requestId} Error: ${problem}` }));
  }
}
