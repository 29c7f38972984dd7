import { RegexTimeoutError } from "../bounded-regex.ts";

/**
 * A failure of a function in JSONata's own form: the package fills the message of a known `code` from the
 * other fields. https://github.com/jsonata-js/jsonata/blob/v2.2.2/src/jsonata.js: errorCodes
 */
export class JsonataError extends Error {
  readonly code: string;
  readonly index: number | undefined;

  constructor(code: string, { message = "", index }: { message?: string; index?: number } = {}) {
    super(message);
    this.code = code;
    this.index = index;
  }
}

/** Returns the error for an argument (counted from 1) of a type that the function does not take. */
export function argumentError(index: number): JsonataError {
  return new JsonataError("T0410", { index });
}

/** An evaluation went over a bound. AWS reports it in words that have no code. */
export class EvaluationLimitError extends Error {}

/** https://github.com/floci-io/floci/issues/2737: the words measured on AWS */
export function memoryLimitError(): EvaluationLimitError {
  return new EvaluationLimitError(
    "Expression evaluation memory limit exceeded: Check for excessive memory usage",
  );
}

/**
 * Returns the end of the sentence that names a failed evaluation, as AWS writes it: after a code, after a
 * bound that has none, and for anything else an internal error, of which AWS shows no more than an id to ask
 * for.
 * https://github.com/floci-io/floci/issues/2736
 */
export function describeFailure(
  error: unknown,
  { maxDepth, uuid }: { maxDepth: number; uuid: () => string },
): string {
  if (error instanceof EvaluationLimitError) {
    return `threw an error during evaluation: ${error.message}`;
  }
  const { code, message }: { code?: unknown; message?: unknown } = Object(error);
  const isDeep = code === "D1011" || (error instanceof RangeError && /call stack/.test(error.message));
  if (isDeep) {
    return `threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive. Depth=${maxDepth + 1} max=${maxDepth}`;
  }
  if (code === "D1012" || error instanceof RegexTimeoutError) {
    return "threw an error during evaluation: Expression evaluation timeout: Check for infinite loop";
  }
  if (code === "D2014" || code === "D2015" || error instanceof RangeError) {
    return `threw an error during evaluation: ${memoryLimitError().message}`;
  }
  return typeof code === "string" && /^[DST]\d{4}$/.test(code)
    ? `threw an error during evaluation. ${code}: ${String(message)}`
    : `threw an internal error during evaluation. ${uuid()}`;
}
