import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { CreateStateMachineCommandOutput } from "@aws-sdk/client-sfn";
import { z } from "zod";
import type { ExecutionType } from "../definition/validation-context.ts";
import { diagnose } from "../definition/parse-definition.ts";
import { stateMachineArn } from "../arns.ts";
import { revisionOf } from "../store/state-machine-store.ts";
import { formatInvalidDefinition } from "../definition/diagnostic.ts";
import { checkName, findMachine, readInput, type ApiParts } from "./api-parts.ts";
import { publish } from "./versions.ts";

const input = z.object({
  name: z.string(),
  definition: z.string(),
  roleArn: z.string(),
  type: z.enum(["STANDARD", "EXPRESS"]).default("STANDARD"),
  loggingConfiguration: z.json().optional(),
  tracingConfiguration: z.json().optional(),
  publish: z.boolean().default(false),
  versionDescription: z.string().optional(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })).optional(),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export function createStateMachine(parts: ApiParts): Action {
  return async (request) => {
    const {
      name,
      definition,
      roleArn,
      type,
      publish: publishes,
      versionDescription,
      ...options
    } = readInput(input, request);
    checkName(name);
    checkDefinition(parts, { definition, type });
    const arn = stateMachineArn(parts.scope, name);
    const revision = revisionOf(definition);
    const existing = parts.machines.find(arn);
    if (
      existing &&
      (existing.revision !== revision || existing.type !== type || existing.roleArn !== roleArn)
    ) {
      throw new ServiceError("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);
    }
    const now = parts.clock.now();
    if (!existing) {
      parts.machines.put({
        stateMachineArn: arn,
        name,
        type,
        roleArn,
        definition,
        revisionId: parts.uuid(),
        created: now,
        updated: now,
        ...definedOf(options),
      });
    }
    const version = publishes ? publish(parts, findMachine(parts, arn), versionDescription) : undefined;
    return {
      stateMachineArn: arn,
      creationDate: new Date(existing?.created ?? now),
      stateMachineVersionArn: version?.versionArn,
    } satisfies Omit<CreateStateMachineCommandOutput, "$metadata">;
  };
}

/** Throws InvalidDefinition with every error found. */
export function checkDefinition(
  { supports }: ApiParts,
  {
    definition,
    type,
    lacking = "ERROR",
  }: { definition: string; type: ExecutionType; lacking?: "ERROR" | "WARNING" },
): void {
  const errors = diagnose(definition, { type, supports, lacking }).filter(
    ({ severity }) => severity === "ERROR",
  );
  if (errors.length === 0) {
    return;
  }
  throw new ServiceError("InvalidDefinition", formatInvalidDefinition(errors));
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Returns only the members that have a value. */
export function definedOf<T extends object>(members: T): Partial<Defined<T>> {
  const defined = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined) as Partial<Defined<T>>;
}
