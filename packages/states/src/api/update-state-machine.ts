import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { UpdateStateMachineCommandOutput } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { findMachine, readInput, type ApiParts } from "./api-parts.ts";
import { checkDefinition, definedOf } from "./create-state-machine.ts";
import { publish } from "./versions.ts";

const input = z.object({
  stateMachineArn: z.string(),
  definition: z.string().optional(),
  roleArn: z.string().optional(),
  publish: z.boolean().default(false),
  versionDescription: z.string().optional(),
  loggingConfiguration: z.json().optional(),
  tracingConfiguration: z.json().optional(),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html */
export function updateStateMachine(parts: ApiParts): Action {
  return async (request) => {
    const { stateMachineArn, publish: publishes, versionDescription, ...changes } = readInput(input, request);
    const machine = findMachine(parts, stateMachineArn);
    if (changes.definition === undefined && changes.roleArn === undefined) {
      throw new ServiceError(
        "MissingRequiredParameter",
        "Either the definition, the role ARN must be specified",
      );
    }
    const { definition } = changes;
    if (definition !== undefined) {
      checkDefinition(parts, { definition, type: machine.type });
    }
    const updated = parts.clock.now();
    const revisionId = parts.uuid();
    parts.machines.put({ ...machine, ...definedOf(changes), updated, revisionId });
    const version = publishes
      ? publish(parts, findMachine(parts, stateMachineArn), versionDescription)
      : undefined;
    return {
      updateDate: new Date(updated),
      revisionId,
      stateMachineVersionArn: version?.versionArn,
    } satisfies Omit<UpdateStateMachineCommandOutput, "$metadata">;
  };
}
