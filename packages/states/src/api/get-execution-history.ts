import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import type { HistoryEvent } from "../state-execution/history.ts";
import { findExecution, pageOf, pageResult, readInput, type ApiParts } from "./api-parts.ts";

const input = z.object({
  executionArn: z.string(),
  maxResults: z.int().min(0).max(1000).optional(),
  nextToken: z.string().optional(),
  reverseOrder: z.boolean().default(false),
  includeExecutionData: z.boolean().default(true),
});

/** Fields that are left out without execution data. */
const executionData = new Set([
  "input",
  "output",
  "parameters",
  "assignedVariables",
  "inputDetails",
  "outputDetails",
  "assignedVariablesDetails",
]);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export function getExecutionHistory(parts: ApiParts): Action {
  return async (request) => {
    const read = readInput(input, request);
    const execution = findExecution(parts, read.executionArn);
    if (execution.type === "EXPRESS" && execution.mapRunArn === undefined) {
      throw new ServiceError(
        "ValidationException",
        "GetExecutionHistory is not supported by EXPRESS state machines.",
      );
    }
    const events = parts.store.events(execution);
    const page = pageOf(read, 1000);
    const ordered = read.reverseOrder ? events.reverse() : events;
    const { items, nextToken } = pageResult(ordered.slice(page.offset), page);
    return {
      events: items.map((event) => wireEvent(event, read.includeExecutionData)),
      ...(nextToken === undefined ? {} : { nextToken }),
    };
  };
}

function wireEvent(event: HistoryEvent, withData: boolean): object {
  const members = Object.entries(event).map(([name, value]) =>
    name === "timestamp"
      ? [name, new Date(event.timestamp)]
      : [name, withData || !name.endsWith("Details") ? value : withoutData(value)],
  );
  return Object.fromEntries(members);
}

function withoutData(details: unknown): object {
  return Object.fromEntries(Object.entries(Object(details)).filter(([field]) => !executionData.has(field)));
}
