import { ServiceError } from "@ashiato/aws-json/service-error";
import type { TestEventPatternResponse } from "@aws-sdk/client-eventbridge";
import { z } from "zod";
import { type EventPattern, readEventPattern } from "../event-pattern/event-pattern.ts";
import { isObject, type JsonValue } from "../event-pattern/json-value.ts";
import { PatternError } from "../event-pattern/pattern-error.ts";
import { readRequest } from "./read-request.ts";

const request = z.looseObject({ EventPattern: z.string(), Event: z.string() });

/** What an event must have: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
const required = ["id", "account", "source", "time", "region", "resources", "detail-type"];

/**
 * Answers whether a pattern matches an event. Throws ServiceError InvalidEventPatternException for a pattern
 * that is none.
 */
export function testEventPattern(input: unknown): TestEventPatternResponse {
  const { EventPattern: pattern, Event: event } = readRequest(request, input);
  return { Result: readPattern(pattern)(readEvent(event)) } satisfies TestEventPatternResponse;
}

function readPattern(text: string): EventPattern {
  try {
    return readEventPattern(text);
  } catch (cause) {
    if (!(cause instanceof PatternError)) {
      throw cause;
    }
    throw new ServiceError(
      "InvalidEventPatternException",
      `Event pattern is not valid. Reason: ${cause.message}`,
      { cause },
    );
  }
}

function readEvent(text: string): JsonValue {
  let event: JsonValue;
  try {
    event = JSON.parse(text);
  } catch (cause) {
    throw invalidEvent("the event is not JSON", cause);
  }
  if (!isObject(event)) {
    throw invalidEvent("the event is not an object");
  }
  const missing = required.find((name) => !Object.hasOwn(event, name));
  if (missing !== undefined) {
    throw invalidEvent(`the event has no ${missing}`);
  }
  return event;
}

function invalidEvent(reason: string, cause?: unknown): ServiceError {
  return new ServiceError("ValidationException", `Parameter Event is not valid. Reason: ${reason}`, {
    cause,
  });
}
