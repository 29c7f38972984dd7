import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { z } from "zod";
import { checkArn, readInput, type ApiParts } from "./api-parts.ts";

const input = z.object({ stateMachineArn: z.string() });

/**
 * Deletes a machine; one that does not exist is deleted too. Its executions run to their end and stay
 * readable.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
 */
export function deleteStateMachine({ machines, versions }: ApiParts): Action {
  return async (request) => {
    const { stateMachineArn } = readInput(input, request);
    checkArn(stateMachineArn);
    machines.delete(stateMachineArn);
    versions.deleteMachine(stateMachineArn);
    return {};
  };
}
