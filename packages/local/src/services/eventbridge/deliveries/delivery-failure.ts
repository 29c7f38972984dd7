import { z } from "zod";

/** Why a target did not take an event. */
export type DeliveryFailure = {
  /** AWS's code in upper case, as a dead letter has it: `ACCESS_DENIED`. */
  code: string;
  message: string;
  /** The target may take the event later. */
  mayPass: boolean;
};

const answered = z.looseObject({
  statusCode: z.number().optional(),
  $metadata: z.looseObject({ httpStatusCode: z.number().optional() }).optional(),
});

/** Refusals for now alone, whatever their status. */
const throttled = /Throttl|TooManyRequests|LimitExceeded/u;

/**
 * Returns what a failed attempt means. What a service refuses stays refused, unless it is throttled: only
 * answers of 5xx and 429, and no answer at all, are tried again.
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
