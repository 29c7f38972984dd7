import { CloudWatchLogsClient, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { z } from "zod";
import { type Check, green, red } from "./check.ts";
import { restored } from "./account-subject.ts";
import type { StageSubject } from "./subject.ts";

const declared = z.looseObject({ name: z.string(), retentionInDays: z.number().optional() });

/** Logs are kept for as long as declared, and no longer, because they hold data of devices. */
export const logGroups: Check<StageSubject> = {
  name: "log-groups",
  look: async (subject) => {
    const wanted = subject.resources.ofType("aws:cloudwatch/logGroup:LogGroup", declared);
    const retention = await knownRetention();
    const reds = wanted.flatMap(({ state: { name, retentionInDays } }) => {
      const is = retention.get(name);
      if (is === undefined) {
        return [red(`${name} is not there`, restored(subject))];
      }
      return is === (retentionInDays ?? 0)
        ? []
        : [
            red(
              `${name} is kept for ${daysText(is)}, declared ${daysText(retentionInDays ?? 0)}`,
              restored(subject),
            ),
          ];
    });
    return reds.length > 0 ? reds : [green(`${wanted.length} log groups are kept as declared`)];
  },
};

/** Returns the days that each log group is kept; 0 is forever. */
async function knownRetention(): Promise<Map<string, number>> {
  const logs = new CloudWatchLogsClient({});
  const known = new Map<string, number>();
  try {
    for await (const page of paginateDescribeLogGroups({ client: logs }, {})) {
      for (const { logGroupName = "", retentionInDays = 0 } of page.logGroups ?? []) {
        known.set(logGroupName, retentionInDays);
      }
    }
    return known;
  } finally {
    logs.destroy();
  }
}

function daysText(days: number): string {
  return days === 0 ? "ever" : `${days} days`;
}
