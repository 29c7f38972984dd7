// A stage that is stopped at the moment at which its alarms change.
import { rm } from "node:fs/promises";
import { CloudWatchClient, paginateDescribeAlarmHistory } from "@aws-sdk/client-cloudwatch";
import { SimulatedClock } from "@ashiato/states/clock";
import { expect, it, onTestFinished } from "vitest";
import { credentialsOf, RunningStage } from "./support/running-stage.ts";

it("notifies the topics of its alarms before it is gone", async () => {
  const clock = new SimulatedClock(Date.now());
  const faults: unknown[] = [];
  const onFault = (fault: unknown) => faults.push(fault);
  const first = await RunningStage.start({ clock, alarms: true, onFault });
  const { directory } = first;
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  await clock.advance(60_000);
  await first.stop({ keep: true });
  expect(faults).toEqual([]);

  const again = await RunningStage.start({ clock, directory, onFault });
  const { plan, environment, endpoints } = again.stage;
  const client = new CloudWatchClient({
    region: plan.region,
    credentials: credentialsOf(environment),
    endpoint: endpoints.cloudwatch,
  });
  const changed: Record<"StateUpdate" | "Action", Set<string | undefined>> = {
    StateUpdate: new Set(),
    Action: new Set(),
  };
  for await (const { AlarmHistoryItems = [] } of paginateDescribeAlarmHistory({ client }, {})) {
    for (const { AlarmName, HistoryItemType } of AlarmHistoryItems) {
      if (HistoryItemType === "StateUpdate" || HistoryItemType === "Action") {
        changed[HistoryItemType].add(AlarmName);
      }
    }
  }
  client.destroy();
  await again.stop();
  expect(changed.StateUpdate.size).toBeGreaterThan(100);
  expect(changed.Action).toEqual(changed.StateUpdate);
});
