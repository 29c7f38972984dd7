import { StateFailure } from "../errors.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html: States.ItemReaderFailed */
export function readerFailure(cause: string, error?: unknown): StateFailure {
  return new StateFailure("States.ItemReaderFailed", cause, error === undefined ? {} : { cause: error });
}

/** What S3 refused, in the words of States.ItemReaderFailed. */
export function s3Failure(error: unknown): StateFailure {
  if (error instanceof StateFailure) {
    return error;
  }
  const { name = "Error", message = String(error), statusCode, $metadata } = Object(error);
  const status = statusCode ?? $metadata?.httpStatusCode;
  const service = status === undefined ? "" : ` (Service: S3, Status Code: ${status}, Error Code: ${name})`;
  return readerFailure(`${message}${service}`, error);
}
