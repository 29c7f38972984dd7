/**
 * A failure inside an execution. `name` is the ASL error name that Retry and Catch match by ErrorEquals
 * (`States.Timeout`, `Lambda.TooManyRequestsException`, a function's own error type); `message` is the ASL
 * Cause. Names: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class StatesError extends Error {
  constructor(name: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = name;
  }
}
