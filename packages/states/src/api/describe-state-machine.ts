import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { z } from "zod";
import { readInput, type ApiParts } from "./api-parts.ts";
import { findQualified } from "./versions.ts";

const input = z.object({ stateMachineArn: z.string() });

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export function describeStateMachine(parts: ApiParts): Action {
  return async (request) => {
    const { stateMachineArn } = readInput(input, request);
    const { machine } = findQualified(parts, stateMachineArn);
    const off = { level: "OFF", includeExecutionData: false };
    return {
      stateMachineArn,
      name: machine.name,
      status: "ACTIVE",
      definition: machine.definition,
      roleArn: machine.roleArn,
      type: machine.type,
      creationDate: new Date(machine.created),
      loggingConfiguration: machine.loggingConfiguration ?? off,
      tracingConfiguration: machine.tracingConfiguration ?? { enabled: false },
      revisionId: machine.revisionId,
    };
  };
}
