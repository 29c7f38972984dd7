import { messageOf, StateFailure } from "../errors.ts";
import { StatesError } from "../states-error.ts";

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html: States.ItemReaderFailed
 */
export function readerFailure(cause: string, error?: unknown): StateFailure {
  return new StateFailure("States.ItemReaderFailed", cause, error === undefined ? {} : { cause: error });
}

/** Returns the failure for what S3 refused, in AWS's words. */
export function s3Failure(error: unknown): StateFailure {
  if (error instanceof StateFailure) {
    return error;
  }
  const { name = "Error", statusCode, $metadata } = Object(error);
  const status = statusCode ?? $metadata?.httpStatusCode;
  const service = status === undefined ? "" : ` (Service: S3, Status Code: ${status}, Error Code: ${name})`;
  return readerFailure(`${messageOf(error)}${service}`, error);
}

/**
 * Passes on what a reader yields. Whatever it throws becomes a `States.ItemReaderFailed`, which can be
 * caught: libraries that decompress and decode have errors of their own.
 */
export async function* failingAsReader<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof StatesError) {
      throw error;
    }
    throw readerFailure(`The dataset cannot be read: ${messageOf(error)}`, error);
  }
}
