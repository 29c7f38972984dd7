import { randomUUID } from "node:crypto";
import path from "node:path";
import { systemClock } from "@ashiato/states/clock";
import { openStateMachines } from "@ashiato/states/service";
import { setAsideIfDamaged } from "../../disk/sound-database.ts";
import { arn, byArn } from "../aws-names.ts";
import { callAction } from "../call-action.ts";
import { type LocalService, localAccountId, type Targets } from "../service.ts";
import { createStateMachines } from "./create-state-machines.ts";
import { type CalledServices, statesIntegrations } from "./integrations.ts";
import { readStateMachines, type StateMachinePlan } from "./state-machines.ts";
import { watchedExecutions } from "./watched-executions.ts";

const folder = "states";

/** Step Functions, by packages/states. */
export const stepFunctions: LocalService<
  "stepFunctions",
  StateMachinePlan[],
  { url: string },
  CalledServices,
  { targets: Targets; tellApis: (urls: ReadonlyMap<string, string>) => void },
  { sfn: string }
> = {
  name: "stepFunctions",
  folder,
  kinds: {
    "aws:sfn/stateMachine:StateMachine": {
      state: ({ inputs }, aws) => byArn(arn(aws, "states", `stateMachine:${String(inputs["name"])}`), inputs),
    },
  },
  open: async ({ directory, setAside, awsJson: { url } }) => {
    setAsideIfDamaged(path.join(directory, folder, "states.sqlite"), setAside);
    return { url };
  },
  endpoints: ({ url }) => ({ sfn: url }),
  plan: readStateMachines,
  serve: async ({ start, plan, needs }) => {
    // Executions that a restart resumes may call an API before it is served again.
    const apis = Promise.withResolvers<ReadonlyMap<string, string>>();
    const machines = await openStateMachines({
      region: start.region,
      accountId: localAccountId,
      clock: systemClock,
      random: Math.random,
      uuid: randomUUID,
      directory: path.join(start.directory, folder),
      integrations: statesIntegrations(needs, async (id) => (await apis.promise).get(id)),
    });
    const { service, stop } = watchedExecutions(machines, start);
    start.started.defer(() => machines.close());
    start.started.defer(async () => stop());
    start.awsJson.add(service, "states");
    await createStateMachines(plan, service);
    const startExecution = async (stateMachineArn: string, input: string): Promise<void> => {
      await callAction(service, "StartExecution", { stateMachineArn, name: randomUUID(), input });
    };
    return {
      tellApis: apis.resolve,
      targets: new Map(plan.map((machine) => [machine.arn, (input) => startExecution(machine.arn, input)])),
    };
  },
};
