import type { AwsJsonService } from "@ashiato/aws-json/serve-aws-json";
import { z } from "zod";
import { callAction } from "../call-action.ts";
import type { StateMachinePlan } from "./state-machines.ts";

const machines = z.looseObject({ stateMachines: z.array(z.looseObject({ stateMachineArn: z.string() })) });

/** Creates the declared state machines, and updates those that exist to the declared definition. */
export async function createStateMachines(
  plans: readonly StateMachinePlan[],
  service: AwsJsonService,
): Promise<void> {
  const known = machines.parse(await callAction(service, "ListStateMachines", { maxResults: 1000 }));
  const arns = new Set(known.stateMachines.map(({ stateMachineArn }) => stateMachineArn));
  for (const { arn, name, definition, roleArn, type } of plans) {
    if (arns.has(arn)) {
      await callAction(service, "UpdateStateMachine", { stateMachineArn: arn, definition, roleArn });
      continue;
    }
    await callAction(service, "CreateStateMachine", { name, definition, roleArn, type });
  }
}
