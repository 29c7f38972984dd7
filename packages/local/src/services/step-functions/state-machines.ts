import { z } from "zod";
import type { DeclaredResources } from "../declared.ts";

export type StateMachinePlan = {
  component: string;
  name: string;
  arn: string;
  roleArn: string;
  type: "STANDARD" | "EXPRESS";
  definition: string;
  /** Where its executions are logged, and what of them; absent at the level OFF. */
  log?: { group: string; level: "ALL" | "ERROR" | "FATAL"; includesData: boolean };
};

const stateMachine = z.looseObject({
  name: z.string(),
  arn: z.string(),
  roleArn: z.string(),
  type: z.enum(["STANDARD", "EXPRESS"]).default("STANDARD"),
  definition: z.string(),
  loggingConfiguration: z
    .looseObject({
      level: z.enum(["ALL", "ERROR", "FATAL", "OFF"]).default("OFF"),
      includeExecutionData: z.boolean().default(false),
      logDestination: z.string().optional(),
    })
    .optional(),
});

type Logging = z.infer<typeof stateMachine>["loggingConfiguration"];

function readLog({ level, includeExecutionData, logDestination }: NonNullable<Logging>) {
  // arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*
  const [, group] = /:log-group:([^:]+)/.exec(logDestination ?? "") ?? [];
  return level === "OFF" || group === undefined
    ? {}
    : { log: { group, level, includesData: includeExecutionData } };
}

export function readStateMachines(declared: DeclaredResources): StateMachinePlan[] {
  return declared.ofType("aws:sfn/stateMachine:StateMachine", stateMachine).map(({ name, state }) => ({
    component: name,
    name: state.name,
    arn: state.arn,
    roleArn: state.roleArn,
    type: state.type,
    definition: state.definition,
    ...(state.loggingConfiguration && readLog(state.loggingConfiguration)),
  }));
}
