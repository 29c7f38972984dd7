import { CloudWatchClient, type MetricAlarm, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { type Check, green, red } from "./check.ts";
import { restored } from "./account-subject.ts";
import type { StageSubject } from "./subject.ts";

const declared = z.looseObject({
  name: z.string(),
  threshold: z.number(),
  alarmActions: z.array(z.string()),
});

/** Every declared alarm exists, notifies its topic, and has its declared threshold. */
export const alarms: Check<StageSubject> = {
  name: "alarms",
  look: async (subject) => {
    const { resources } = subject;
    const wanted = resources.ofType("aws:cloudwatch/metricAlarm:MetricAlarm", declared);
    const known = await knownAlarms();
    const reds = wanted.flatMap(({ state }) =>
      differencesOf(state, known.get(state.name)).map((text) =>
        red(`${state.name} ${text}`, restored(subject)),
      ),
    );
    return reds.length > 0 ? reds : [green(`${wanted.length} alarms are as declared, each with its action`)];
  },
};

async function knownAlarms(): Promise<Map<string, MetricAlarm>> {
  const cloudWatch = new CloudWatchClient({});
  const known = new Map<string, MetricAlarm>();
  try {
    for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client: cloudWatch }, {})) {
      MetricAlarms.forEach((alarm) => known.set(alarm.AlarmName ?? "", alarm));
    }
    return known;
  } finally {
    cloudWatch.destroy();
  }
}

function differencesOf(
  { threshold, alarmActions }: z.infer<typeof declared>,
  is: MetricAlarm | undefined,
): string[] {
  if (is === undefined) {
    return ["is not there"];
  }
  const actions = is.AlarmActions ?? [];
  return [
    is.ActionsEnabled === false ? ["has its actions disabled"] : [],
    alarmActions.filter((arn) => !actions.includes(arn)).map((arn) => `has no action to notify ${arn}`),
    is.Threshold === threshold ? [] : [`has the threshold ${is.Threshold}, declared ${threshold}`],
  ].flat();
}
