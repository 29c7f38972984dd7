import { randomUUID } from "node:crypto";
import path from "node:path";
import type { Principal } from "@ashiato/iam/request";
import { systemClock } from "@ashiato/states/clock";
import type { Integrations } from "@ashiato/states/integrations/integrations";
import { openStateMachines, type StateMachinesOptions } from "@ashiato/states/service";
import { setAsideIfDamaged } from "../../disk/sound-database.ts";
import { arn, byArn } from "../aws-names.ts";
import { callAction } from "../call-action.ts";
import { type LocalService, localAccountId, type Targets } from "../service.ts";
import { executionLogs, type WriteLog } from "./execution-logs.ts";
import { createStateMachines } from "./create-state-machines.ts";
import { type CalledServices, newSessions } from "./called-services.ts";
import { checkMachine } from "./check-machine.ts";
import { statesGuard } from "./guard.ts";
import { statesIntegrations } from "./integrations.ts";
import { readStateMachines, type StateMachinePlan } from "./state-machines.ts";
import { watchedExecutions } from "./watched-executions.ts";

const folder = "states";

/** Who hears of the executions. */
type Listeners = {
  /** Takes the events of executions whose machine declares a log. */
  writeLog: WriteLog;
  /** Puts the event of an execution whose status changed onto the default event bus. */
  onStatusChange: NonNullable<StateMachinesOptions["onStatusChange"]>;
  /** Called with the state machines once they can be started. */
  onServed: (targets: Targets) => void;
};

/** Step Functions, by packages/states. */
export const stepFunctions: LocalService<
  "stepFunctions",
  StateMachinePlan[],
  { url: string },
  CalledServices & Listeners,
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
    const { access } = start;
    const guard = statesGuard(access);
    for (const machine of plan) {
      checkMachine(access, machine);
    }
    const apiUrl = async (id: string) => (await apis.promise).get(id);
    const known = new Map<string, Integrations>();
    const integrationsAs = (roleArn: string): Integrations => {
      const sourceArn = plan.find((each) => each.roleArn === roleArn)?.arn ?? "";
      const session = newSessions(access, { roleArn, sourceArn });
      const integrations = known.get(roleArn) ?? statesIntegrations(needs, { session, guard, apiUrl });
      known.set(roleArn, integrations);
      return integrations;
    };
    const machines = await openStateMachines({
      region: start.region,
      accountId: localAccountId,
      clock: systemClock,
      random: Math.random,
      uuid: randomUUID,
      directory: path.join(start.directory, folder),
      integrations: integrationsAs(""),
      integrationsAs,
      onStatusChange: needs.onStatusChange,
      onHistoryEvent: executionLogs(plan, needs.writeLog, Date.now()),
    });
    const { service, stop } = watchedExecutions(machines, start);
    start.started.defer(() => machines.close());
    start.started.defer(async () => stop());
    start.awsJson.add(service, { signingName: "states", guard });
    await createStateMachines(plan, service);
    const startExecution = async (
      caller: Principal,
      { stateMachineArn, input }: { stateMachineArn: string; input: string },
    ): Promise<void> => {
      const request = { stateMachineArn, name: randomUUID(), input };
      guard(caller, { action: "StartExecution", input: request });
      await callAction(service, "StartExecution", request);
    };
    const targets: Targets = new Map(
      plan.map(({ arn: stateMachineArn }) => [
        stateMachineArn,
        (caller, input) => startExecution(caller, { stateMachineArn, input }),
      ]),
    );
    needs.onServed(targets);
    return { tellApis: apis.resolve, targets };
  },
};
