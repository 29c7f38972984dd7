import type { BatchErrorName } from "@ashiato/core/daily-batch/function-errors";

/**
 * What a handler fails with besides the errors of the batch.
 * - InvalidInput: a state was given other than what it takes.
 * - QueueUnavailable: the queue did not take every message of a request.
 * - StoreFailed: a chunk could not be written or its messages not deleted; the messages come back.
 */
export type FunctionErrorName = BatchErrorName | "InvalidInput" | "QueueUnavailable" | "StoreFailed";

/** A failure of a handler. `name` reaches Step Functions as the error's name, where Retry and Catch match it by ErrorEquals. */
export class FunctionError extends Error {
  override readonly name: FunctionErrorName;

  constructor(name: FunctionErrorName, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = name;
  }
}
