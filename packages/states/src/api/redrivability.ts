import { maxHistoryEvents } from "../state-execution/history.ts";
import type { ExecutionRecord } from "../store/execution-record.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html: within 14 days */
const redrivableMilliseconds = 14 * 24 * 60 * 60 * 1000;

export type Redrivability = {
  status: "REDRIVABLE" | "NOT_REDRIVABLE" | "REDRIVABLE_BY_MAP_RUN";
  reason: string | undefined;
};

/**
 * Returns whether an execution can be redriven and, if not, why.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html#redrive-eligibility
 */
export function redrivability(execution: ExecutionRecord, now: number): Redrivability {
  const reason = hindrance(execution, now);
  if (reason !== undefined) {
    return { status: "NOT_REDRIVABLE", reason };
  }
  return execution.mapRunArn === undefined
    ? { status: "REDRIVABLE", reason: undefined }
    : { status: "REDRIVABLE_BY_MAP_RUN", reason: undefined };
}

function hindrance(execution: ExecutionRecord, now: number): string | undefined {
  if (execution.type === "EXPRESS" && execution.mapRunArn === undefined) {
    return "Execution is EXPRESS and cannot be redriven";
  }
  if (execution.status === "RUNNING" || execution.status === "SUCCEEDED") {
    return `Execution is ${execution.status} and cannot be redriven`;
  }
  if (now - (execution.stopDate ?? now) > redrivableMilliseconds) {
    return "Execution exceeded the redrivable period of 14 days";
  }
  if (execution.events >= maxHistoryEvents - 1) {
    return "Execution event history limit exceeded";
  }
  return undefined;
}
