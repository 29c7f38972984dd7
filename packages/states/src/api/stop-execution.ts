import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { StopExecutionCommandOutput } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { findExecution, readInput, type ApiParts } from "./api-parts.ts";

const input = z.object({
  executionArn: z.string(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
export function stopExecution(parts: ApiParts): Action {
  return async (request) => {
    const { executionArn, error, cause } = readInput(input, request);
    const execution = findExecution(parts, executionArn);
    if (execution.type === "EXPRESS" && execution.mapRunArn === undefined) {
      throw new ServiceError(
        "StateMachineTypeNotSupported",
        "StopExecution is not supported by EXPRESS state machines.",
      );
    }
    await parts.executions.stop(executionArn, {
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    });
    parts.store.flush();
    const { stopDate } = findExecution(parts, executionArn);
    return {
      stopDate: new Date(stopDate ?? parts.clock.now()),
    } satisfies Omit<StopExecutionCommandOutput, "$metadata">;
  };
}
