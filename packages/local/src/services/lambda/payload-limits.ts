import { ServiceError } from "@ashiato/aws-json/service-error";
import { type InvocationResult, maxPayloadBytes } from "../service.ts";

/** Lambda takes a little more from a function than it passes to one. */
const maxAnswerBytes = maxPayloadBytes + 100;

/** Throws ServiceError RequestTooLargeException for a payload over the limit. */
export function refuseOver(limitBytes: number, payload: string): void {
  if (Buffer.byteLength(payload) > limitBytes) {
    throw tooLarge(limitBytes);
  }
}

export function tooLarge(limitBytes: number): ServiceError {
  return new ServiceError(
    "RequestTooLargeException",
    `Request must be smaller than ${limitBytes} bytes for the InvokeFunction operation`,
    { statusCode: 413 },
  );
}

/** Returns the result as Lambda answers its caller: an answer that is too large is the function's failure. */
export function withinLimit(result: InvocationResult): InvocationResult {
  if (Buffer.byteLength(result.payload) <= maxAnswerBytes) {
    return result;
  }
  const payload = {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size exceeded maximum allowed payload size (${maxAnswerBytes} bytes).`,
  };
  return { payload: JSON.stringify(payload), functionError: "Unhandled" };
}
