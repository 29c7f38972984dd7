import { alarmPage } from "@ashiato/core/status/alarm-page";
import type { StatusParts } from "@ashiato/core/status/status";
import { paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import { Resource } from "sst";
import { cloudwatch } from "../aws/cloudwatch.ts";

/** Returns the alarms of the stage that are in the state ALARM, by name. */
export async function readAlarms(): Promise<StatusParts["alarms"]> {
  const prefix = `${Resource.App.name}-${Resource.App.stage}-`;
  const found: StatusParts["alarms"] = [];
  const asked = { AlarmNamePrefix: prefix, StateValue: "ALARM" as const };
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client: cloudwatch }, asked)) {
    for (const alarm of MetricAlarms) {
      const name = (alarm.AlarmName ?? "").slice(prefix.length);
      const { AlarmDescription: description = "", StateTransitionedTimestamp: since } = alarm;
      // The name of another stage may begin with this one's and a hyphen; an alarm's own name has none.
      if (!name.includes("-")) {
        found.push({
          name,
          description,
          ...(since && { since: since.toISOString() }),
          reason: alarm.StateReason ?? "",
          page: alarmPage(description).page,
        });
      }
    }
  }
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
