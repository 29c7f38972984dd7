import type { Answer, AnswerHeader, Example } from "../operation.ts";
import { stageHeader } from "../stage-header.ts";

/** Names a request in the examples; a real answer has API Gateway's id of its request. */
export const exampleRequestId = "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52";

export const retryAfter: Record<string, AnswerHeader> = {
  "retry-after": { description: "Seconds to wait", schema: { type: "integer", minimum: 0 } },
};

export const byStage: Record<string, AnswerHeader> = {
  [stageHeader]: {
    description: "Id of the stage that answered, as returned by `GET /v1/stage`",
    schema: { type: "string" },
  },
};

/** Returns an example of a Problem with its code and message. */
export function problem(
  code: string,
  message: string | ((times: Parameters<Example>[0]) => string),
): Example {
  return (times) => ({
    result: "error",
    error: { code, message: typeof message === "string" ? message : message(times) },
    requestId: exampleRequestId,
  });
}

/** Returns the answer to a request with an invalid parameter. */
export function badRequest(message: string): Answer {
  return {
    description: "The request is invalid: the message says which part and why",
    schema: "Problem",
    example: problem("InvalidParameter", message),
  };
}

/** Returns the answer to a request for something that does not exist. */
export function notFound(message: Parameters<typeof problem>[1]): Answer {
  return {
    description: "Not found: the message names what does not exist",
    schema: "Problem",
    example: problem("NotFound", message),
  };
}

export const tooLarge: Answer = {
  description: "The request has more bytes or more reports than allowed",
  schema: "Problem",
  example: problem("RequestTooLarge", "The body holds more than 2097152 bytes"),
};

export const unsupportedMediaType: Answer = {
  description: "The Content-Type, charset or Content-Encoding is not supported",
  schema: "Problem",
  example: problem("UnsupportedMediaType", 'Content-Type must be application/json, got "text/plain"'),
};

/** Fields of `limitFields`, which every answer to a client with limits has. */
const limitHeaders: Record<string, AnswerHeader> = {
  "ratelimit-policy": { description: "Each limit: its quota and its seconds", schema: { type: "string" } },
  ratelimit: {
    description: "Each limit: what is left after this answer, and the seconds to its reset",
    schema: { type: "string" },
  },
};

export const limitReached: Answer = {
  description:
    "The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself",
  headers: { ...retryAfter, ...limitHeaders },
  schema: "TooManyRequests",
  example: problem(
    "LimitReached",
    "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds",
  ),
};

export const queueUnavailable: Answer = {
  description:
    "Some reports may not have been kept, or on a phone route a client's limit is used up: send all of them again after Retry-After",
  headers: retryAfter,
  schema: "Problem",
  example: problem(
    "QueueUnavailable",
    "The queue kept 0 of 1 messages: connect ECONNREFUSED. Send the whole request again: equal reports count once",
  ),
};
