import { z } from "zod";

/** Why a target did not accept an event. */
export type DeliveryFailure = {
  /** AWS's code in upper case, as in a dead letter: `ACCESS_DENIED`. */
  code: string;
  message: string;
  /** The target may accept the event later. */
  mayPass: boolean;
};

const answered = z.looseObject({
  statusCode: z.number().optional(),
  $metadata: z.looseObject({ httpStatusCode: z.number().optional() }).optional(),
});

/** Temporary refusals, whatever their status. */
const throttled = /Throttl|TooManyRequests|LimitExceeded/u;

/**
 * Returns the meaning of a failed attempt. A refusal is final, except throttling: only 5xx, 429 and a missing
 * answer are retried.
 * https://repost.aws/knowledge-center/eventbridge-resolve-failedinvocation-errors
 */
export function deliveryFailure(error: unknown): DeliveryFailure {
  const name = error instanceof Error ? error.name : "Error";
  const message = error instanceof Error ? error.message : String(error);
  const { statusCode, $metadata } = answered.safeParse(error).data ?? {};
  const status = statusCode ?? $metadata?.httpStatusCode;
  const isRefused = status !== undefined && status >= 400 && status < 500;
  return {
    code: codeOf(name),
    message,
    mayPass: !isRefused || status === 429 || throttled.test(name),
  };
}

/** Returns `ACCESS_DENIED` for `AccessDeniedException`. */
function codeOf(name: string): string {
  return name
    .replace(/(?:Exception|Error)$/u, "")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/gu, "_")
    .toUpperCase();
}
