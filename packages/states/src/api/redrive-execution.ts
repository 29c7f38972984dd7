import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { RedriveExecutionCommandOutput } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { readDefinition } from "../definition/parse-definition.ts";
import { machineNameOf } from "../arns.ts";
import { timeoutOf } from "../open-executions/executions.ts";
import { findExecution, machineOf, readInput, type ApiParts } from "./api-parts.ts";
import { redrivability } from "./redrivability.ts";

const input = z.object({ executionArn: z.string(), clientToken: z.string().optional() });

/**
 * Continues from the state that failed; what has succeeded is not run again.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html
 */
export function redriveExecution(parts: ApiParts): Action {
  return async (request) => {
    const { executionArn } = readInput(input, request);
    const execution = findExecution(parts, executionArn);
    const { status, reason } = redrivability(execution, parts.clock.now());
    if (status !== "REDRIVABLE") {
      throw new ServiceError(
        "ExecutionNotRedrivable",
        reason ?? "Execution is a child of a Map Run and is redriven by its parent execution",
      );
    }
    const definition = parts.machines.definition(execution.revision);
    if (definition === undefined) {
      throw new ServiceError("ExecutionNotRedrivable", "The execution's definition is not kept.");
    }
    const block = readDefinition(definition);
    const arn = execution.stateMachineArn;
    // `ended` reports its end to whoever waits for it.
    void parts.executions.redrive(execution, {
      stateMachine: { arn, name: machineNameOf(arn) },
      block,
      roleArn: machineOf(parts, execution)?.roleArn ?? "",
      timeoutSeconds: timeoutOf(execution.type, block.TimeoutSeconds),
    });
    parts.store.flush();
    return {
      redriveDate: new Date(parts.clock.now()),
    } satisfies Omit<RedriveExecutionCommandOutput, "$metadata">;
  };
}
