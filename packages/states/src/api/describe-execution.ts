import type { Action } from "@ashiato/aws-json/serve-aws-json";
import type { DescribeExecutionCommandOutput } from "@aws-sdk/client-sfn";
import { z } from "zod";
import type { ExecutionRecord } from "../store/execution-record.ts";
import { findExecution, readInput, type ApiParts } from "./api-parts.ts";
import { redrivability } from "./redrivability.ts";

const input = z.object({
  executionArn: z.string(),
  includedData: z.enum(["ALL_DATA", "METADATA_ONLY"]).default("ALL_DATA"),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export function describeExecution(parts: ApiParts): Action {
  return async (request) => {
    const { executionArn, includedData } = readInput(input, request);
    const execution = findExecution(parts, executionArn);
    const { status: redriveStatus, reason: redriveStatusReason } = redrivability(
      execution,
      parts.clock.now(),
    );
    const { output, mapRunArn } = execution;
    const included = includedData === "ALL_DATA";
    return {
      ...summaryOf(execution),
      input: included ? execution.input : undefined,
      inputDetails: { included },
      output: included ? output : undefined,
      outputDetails: output === undefined ? undefined : { included },
      error: execution.error,
      cause: execution.cause,
      mapRunArn,
      ...parts.versions.startOf(executionArn),
      redriveStatus,
      redriveStatusReason,
    } satisfies Omit<DescribeExecutionCommandOutput, "$metadata">;
  };
}

/** Returns an execution's summary in ListExecutions. */
export function summaryOf(execution: ExecutionRecord) {
  const { stopDate, redriveDate } = execution;
  return {
    executionArn: execution.executionArn,
    stateMachineArn: execution.stateMachineArn,
    name: execution.name,
    status: execution.status,
    startDate: new Date(execution.startDate),
    stopDate: stopDate === undefined ? undefined : new Date(stopDate),
    redriveCount: execution.redriveCount,
    redriveDate: redriveDate === undefined ? undefined : new Date(redriveDate),
  };
}
