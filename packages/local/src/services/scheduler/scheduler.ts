import { LocalError } from "../../local-error.ts";
import { checkTrust } from "../check-trust.ts";
import type { LocalService, Targets } from "../service.ts";
import { runSchedules } from "./run-schedules.ts";
import { readSchedules, type SchedulePlan } from "./schedules.ts";

const service = "scheduler.amazonaws.com";

/** EventBridge Scheduler: starts functions and state machines at their times, by the schedules' roles. */
export const scheduler: LocalService<
  "scheduler",
  SchedulePlan[],
  undefined,
  { targets: Targets },
  undefined,
  object
> = {
  name: "scheduler",
  kinds: { "aws:scheduler/schedule:Schedule": { autoname: "" } },
  open: async () => undefined,
  endpoints: () => ({}),
  plan: readSchedules,
  serve: async ({ start: { access, schedules, onFault, started }, plan, needs: { targets } }) => {
    checkTargets(plan, targets);
    for (const { name, arn: sourceArn, roleArn } of plan) {
      checkTrust(access, { what: `Schedule ${name}`, roleArn, service, sourceArn });
    }
    if (schedules) {
      const running = runSchedules({
        schedules: plan,
        now: Date.now,
        target: async ({ name: sessionName, arn: sourceArn, targetArn, roleArn }, input) => {
          const { principal } = access.assumeRole(roleArn, { service, sessionName, sourceArn });
          await targets.get(targetArn)?.(principal, input);
        },
        onFault,
      });
      started.defer(async () => running.stop());
    }
    return undefined;
  },
};

/** Throws LocalError UNSUPPORTED naming a schedule whose target no service here is. */
function checkTargets(schedules: readonly SchedulePlan[], targets: Targets): void {
  for (const { name, targetArn } of schedules) {
    if (!targets.has(targetArn)) {
      throw new LocalError("UNSUPPORTED", `Schedule ${name}: the target ${targetArn} is not served locally`);
    }
  }
}
