import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { z } from "zod";
import { machineNameOf } from "../arns.ts";
import { findExecution, machineOf, readInput, type ApiParts } from "./api-parts.ts";

const input = z.object({ executionArn: z.string() });

/**
 * Returns the machine as the execution runs it, whatever it was updated to since.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html
 */
export function describeStateMachineForExecution(parts: ApiParts): Action {
  return async (request) => {
    const { executionArn } = readInput(input, request);
    const execution = findExecution(parts, executionArn);
    const machine = machineOf(parts, execution);
    const name = machineNameOf(execution.stateMachineArn);
    const label = name.split("/")[1];
    return {
      stateMachineArn: execution.stateMachineArn,
      name,
      definition: parts.machines.definition(execution.revision),
      roleArn: machine?.roleArn,
      updateDate: new Date(machine?.updated ?? execution.startDate),
      revisionId: machine?.revisionId,
      ...(execution.mapRunArn === undefined ? {} : { mapRunArn: execution.mapRunArn, label }),
    };
  };
}
