import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { StartExecutionCommandOutput } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { parseJson } from "../exact-integer.ts";
import { readDefinition } from "../definition/parse-definition.ts";
import { exceedsPayloadLimit } from "../payload-limit.ts";
import { executionArn, expressArn } from "../arns.ts";
import { timeoutOf, type Launch } from "../open-executions/executions.ts";
import type { StateMachineRecord } from "../store/state-machine-store.ts";
import { checkName, readInput, type ApiParts } from "./api-parts.ts";
import { findQualified } from "./versions.ts";

const input = z.object({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default("{}"),
  traceHeader: z.string().optional(),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export function startExecution(parts: ApiParts): Action {
  return async (request) => start(parts, { ...readInput(input, request), writeFirst: true });
}

type StartRequest = {
  stateMachineArn: string;
  name?: string | undefined;
  input: string;
  resumed?: boolean;
  writeFirst?: boolean;
};

/**
 * A name that is taken by an execution with the same input, still running, is answered with that execution.
 */
export function start(parts: ApiParts, request: StartRequest) {
  const { machine, startedBy } = findQualified(parts, request.stateMachineArn);
  const { resumed = false, writeFirst = false } = request;
  const launch = { ...launchOf(parts, machine, request), writeFirst };
  const existing = parts.store.find(launch.executionArn);
  const taken = existing && (existing.status !== "RUNNING" || existing.input !== launch.input);
  if (taken && !resumed) {
    throw new ServiceError("ExecutionAlreadyExists", `Execution Already Exists: '${launch.executionArn}'`);
  }
  if (existing && writeFirst) {
    // A task may have started it a moment ago.
    parts.store.flush();
  }
  const record = existing ?? parts.executions.launch(launch).record;
  if (!existing && startedBy.stateMachineVersionArn !== undefined) {
    parts.versions.keepStart(launch.executionArn, startedBy);
  }
  return {
    executionArn: record.executionArn,
    startDate: new Date(record.startDate),
  } satisfies Omit<StartExecutionCommandOutput, "$metadata">;
}

/** Returns an execution of a machine as it is now. Throws InvalidName and InvalidExecutionInput. */
export function launchOf(
  parts: ApiParts,
  machine: StateMachineRecord,
  { name = parts.uuid(), input }: { name?: string | undefined; input: string },
): Launch {
  checkName(name);
  checkInput(input);
  const { stateMachineArn: arn, type, revision, roleArn } = machine;
  const definition = readDefinition(machine.definition);
  return {
    executionArn: type === "EXPRESS" ? expressArn(arn, name, parts.uuid()) : executionArn(arn, name),
    stateMachine: { arn, name: machine.name },
    name,
    type,
    revision,
    block: definition,
    roleArn,
    input,
    timeoutSeconds: timeoutOf(type, definition.TimeoutSeconds),
  };
}

function checkInput(text: string): void {
  if (exceedsPayloadLimit(text)) {
    throw new ServiceError("ValidationException", "The input of the execution is over 262144 bytes.");
  }
  try {
    parseJson(text);
  } catch (error) {
    throw new ServiceError(
      "InvalidExecutionInput",
      `Invalid State Machine Execution Input: '${String(error)}'`,
      {
        cause: error,
      },
    );
  }
}
