import { z } from "zod";
import type { DeclaredResources } from "../declared.ts";

export type StateMachinePlan = {
  component: string;
  name: string;
  arn: string;
  roleArn: string;
  type: "STANDARD" | "EXPRESS";
  definition: string;
  /** It declares where its log goes, and a level other than OFF. */
  isLogged: boolean;
};

const stateMachine = z.looseObject({
  name: z.string(),
  arn: z.string(),
  roleArn: z.string(),
  type: z.enum(["STANDARD", "EXPRESS"]).default("STANDARD"),
  definition: z.string(),
  loggingConfiguration: z.looseObject({ level: z.string().default("OFF") }).optional(),
});

export function readStateMachines(declared: DeclaredResources): StateMachinePlan[] {
  return declared.ofType("aws:sfn/stateMachine:StateMachine", stateMachine).map(({ name, state }) => ({
    component: name,
    name: state.name,
    arn: state.arn,
    roleArn: state.roleArn,
    type: state.type,
    definition: state.definition,
    isLogged: (state.loggingConfiguration?.level ?? "OFF") !== "OFF",
  }));
}
