import type { Problem } from "@ashiato/core/api/schemas";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { FunctionError, RequestError } from "../errors.ts";
import { logger, publishCounts } from "../aws/telemetry.ts";

const retryAfterSeconds = 5;

export type Answer = APIGatewayProxyStructuredResultV2;

export function answer(statusCode: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return {
    statusCode,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
}

/**
 * Returns the answer to a failure that a client can act on. Throws any other failure: API Gateway answers it
 * with 500.
 */
export function refuse(error: unknown, requestId: string): Answer {
  if (error instanceof RequestError) {
    logger.warn("request refused", { requestId, code: error.code, reason: error.message });
    const { code, message } = error;
    return answer(error.statusCode, {
      result: "error",
      error: { code, message },
      requestId,
    } satisfies Problem);
  }
  if (error instanceof FunctionError && error.name === "QueueUnavailable") {
    logger.error("reports not kept", { requestId, error });
    publishCounts("receive", { unavailable: 1 });
    const message = `${error.message}. Send the whole request again: equal reports count once`;
    const problem: Problem = { result: "error", error: { code: error.name, message }, requestId };
    return answer(503, problem, { "retry-after": String(retryAfterSeconds) });
  }
  throw error;
}
