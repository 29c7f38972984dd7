import { ServiceError } from "@ashiato/aws-json/service-error";
import { serveRestJson } from "../../http/serve-rest-json.ts";
import { LocalError } from "../../local-error.ts";
import { arn } from "../aws-names.ts";
import { checkTrust } from "../check-trust.ts";
import type { LocalService, Start, Targets } from "../service.ts";
import { runSchedules } from "./run-schedules.ts";
import { readExpression } from "./schedule-expression.ts";
import { answerScheduler, scheduleGroup, type SchedulerApi } from "./scheduler-api.ts";
import { readSchedules, type SchedulePlan } from "./schedules.ts";

const service = "scheduler.amazonaws.com";

type SchedulerDoor = {
  url: string;
  /** Answers calls from now on; until then there is no schedule. */
  serve: (api: SchedulerApi) => void;
};

/** EventBridge Scheduler: starts functions and state machines at their times, by the schedules' roles. */
export const scheduler: LocalService<
  "scheduler",
  SchedulePlan[],
  SchedulerDoor,
  { targets: Targets },
  undefined,
  { scheduler: string }
> = {
  name: "scheduler",
  kinds: {
    "aws:scheduler/schedule:Schedule": {
      autoname: "",
      state: ({ inputs }, aws) => {
        const id = `${scheduleGroup}/${String(inputs["name"])}`;
        return { id, state: { arn: arn(aws, "scheduler", `schedule/${id}`) } };
      },
    },
  },
  open: openScheduler,
  endpoints: ({ url }) => ({ scheduler: url }),
  plan: readSchedules,
  serve: async ({ start, door, plan, needs: { targets } }) => {
    const { access, region, started } = start;
    let schedules: readonly SchedulePlan[] = plan;
    const check = (each: SchedulePlan): void => {
      readExpression(each.expression, { timeZone: each.timeZone, startedMilliseconds: Date.now() });
      const { name, arn: sourceArn, roleArn, targetArn } = each;
      if (!targets.has(targetArn)) {
        throw new LocalError(
          "UNSUPPORTED",
          `Schedule ${name}: the target ${targetArn} is not served locally`,
        );
      }
      checkTrust(access, { what: `Schedule ${name}`, roleArn, service, sourceArn });
    };
    plan.forEach(check);
    const run = () => (start.schedules ? runDeclared(start, schedules, targets) : undefined);
    let running = run();
    started.defer(async () => running?.stop());
    door.serve({
      access,
      region,
      schedules: () => schedules,
      replace: (schedule) => {
        asValidation(() => check(schedule));
        schedules = schedules.map((each) => (each.name === schedule.name ? schedule : each));
        running?.stop();
        running = run();
      },
    });
    return undefined;
  },
};

/** Throws ServiceError ValidationException for what a start of the stage would stop at. */
function asValidation(check: () => void): void {
  try {
    check();
  } catch (cause) {
    throw cause instanceof LocalError
      ? new ServiceError("ValidationException", cause.message, { cause })
      : cause;
  }
}

async function openScheduler({ access, region, onFault, started }: Start): Promise<SchedulerDoor> {
  let api: SchedulerApi | undefined;
  const listener = await serveRestJson({
    signingName: service.split(".")[0] ?? "",
    rules: () => ({ findKey: access.findKey, region, now: Date.now() }),
    port: 0,
    answer: (request) =>
      answerScheduler(api ?? { access, region, schedules: () => [], replace: () => undefined }, request),
    onFault,
  });
  started.defer(listener.close);
  return {
    url: listener.url,
    serve: (given) => {
      api = given;
    },
  };
}

function runDeclared(
  { access, onFault }: Pick<Start, "access" | "onFault">,
  schedules: readonly SchedulePlan[],
  targets: Targets,
): { stop: () => void } {
  return runSchedules({
    schedules,
    now: Date.now,
    target: async ({ name: sessionName, arn: sourceArn, targetArn, roleArn }, input) => {
      const { principal } = access.assumeRole(roleArn, { service, sessionName, sourceArn });
      await targets.get(targetArn)?.(principal, input);
    },
    onFault,
  });
}
