import { LocalError } from "../../local-error.ts";
import type { LocalService, Targets } from "../service.ts";
import { runSchedules } from "./run-schedules.ts";
import { readSchedules, type SchedulePlan } from "./schedules.ts";

/** EventBridge Scheduler: starts functions and state machines at their times. */
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
  serve: async ({ start: { schedules, onFault, started }, plan, needs: { targets } }) => {
    checkTargets(plan, targets);
    if (schedules) {
      const running = runSchedules({
        schedules: plan,
        now: Date.now,
        target: async (targetArn, input) => targets.get(targetArn)?.(input),
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
