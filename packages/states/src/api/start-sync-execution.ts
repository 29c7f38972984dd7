import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import { readInput, type ApiParts } from "./api-parts.ts";
import { findQualified } from "./versions.ts";
import { launchOf } from "./start-execution.ts";

const input = z.object({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default("{}"),
  includedData: z.string().optional(),
  traceHeader: z.string().optional(),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html */
export function startSyncExecution(parts: ApiParts): Action {
  return async (request) => {
    const read = readInput(input, request);
    const { machine } = findQualified(parts, read.stateMachineArn);
    if (machine.type !== "EXPRESS") {
      throw new ServiceError(
        "StateMachineTypeNotSupported",
        "This operation is not supported by this type of state machine",
      );
    }
    const { ended } = parts.executions.launch({ ...launchOf(parts, machine, read), sync: true });
    const record = await ended;
    const milliseconds = (record.stopDate ?? record.startDate) - record.startDate;
    return {
      executionArn: record.executionArn,
      stateMachineArn: record.stateMachineArn,
      name: record.name,
      startDate: new Date(record.startDate),
      stopDate: new Date(record.stopDate ?? record.startDate),
      status: record.status,
      input: record.input,
      inputDetails: { included: true },
      output: record.output,
      outputDetails: record.output === undefined ? undefined : { included: true },
      error: record.error,
      cause: record.cause,
      billingDetails: {
        billedMemoryUsedInMB: 64,
        billedDurationInMilliseconds: Math.ceil(milliseconds / 100) * 100,
      },
    };
  };
}
