import { z } from "zod";
import type { DeclaredResources } from "../declared.ts";

export type StateMachinePlan = {
  component: string;
  name: string;
  arn: string;
  roleArn: string;
  type: "STANDARD" | "EXPRESS";
  definition: string;
};

const stateMachine = z.looseObject({
  name: z.string(),
  arn: z.string(),
  roleArn: z.string(),
  type: z.enum(["STANDARD", "EXPRESS"]).default("STANDARD"),
  definition: z.string(),
});

export function readStateMachines(declared: DeclaredResources): StateMachinePlan[] {
  return declared.ofType("aws:sfn/stateMachine:StateMachine", stateMachine).map(({ name, state }) => ({
    component: name,
    name: state.name,
    arn: state.arn,
    roleArn: state.roleArn,
    type: state.type,
    definition: state.definition,
  }));
}
