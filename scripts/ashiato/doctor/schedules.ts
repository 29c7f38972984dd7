import { GetScheduleCommand, ResourceNotFoundException, SchedulerClient } from "@aws-sdk/client-scheduler";
import { z } from "zod";
import { type Check, type Finding, green, red } from "./check.ts";
import { restored } from "./account-subject.ts";
import type { StageSubject } from "./subject.ts";

const declared = z.looseObject({
  name: z.string(),
  state: z.string().default("ENABLED"),
  scheduleExpression: z.string(),
  target: z.looseObject({ arn: z.string() }),
});

/** The drain of the queue and the daily batch are started as declared. */
export const schedules: Check<StageSubject> = {
  name: "schedules",
  look: async (subject) => {
    const scheduler = new SchedulerClient({});
    const found: Finding[] = [];
    try {
      for (const { name, state } of subject.resources.ofType("aws:scheduler/schedule:Schedule", declared)) {
        found.push(await lookAt(scheduler, { ...state, logicalName: name }, subject));
      }
      return found;
    } finally {
      scheduler.destroy();
    }
  },
};

type Declared = z.infer<typeof declared> & { logicalName: string };

async function lookAt(
  scheduler: SchedulerClient,
  { logicalName, name, state, scheduleExpression, target }: Declared,
  subject: StageSubject,
): Promise<Finding> {
  try {
    const is = await scheduler.send(new GetScheduleCommand({ Name: name }));
    const differences = [
      is.State === state ? [] : `is ${is.State}, declared ${state}`,
      is.ScheduleExpression === scheduleExpression
        ? []
        : `runs at ${is.ScheduleExpression}, declared ${scheduleExpression}`,
      is.Target?.Arn === target.arn ? [] : `starts ${is.Target?.Arn}, declared ${target.arn}`,
    ].flat();
    return differences.length === 0
      ? green(`${logicalName} is ${state}, ${scheduleExpression}`)
      : red(`${logicalName} (${name}) ${differences.join("; ")}`, restored(subject));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) {
      throw error;
    }
    return red(`${logicalName} (${name}) is not there`, restored(subject));
  }
}
