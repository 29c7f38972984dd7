import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { AlarmStore, alarmTables } from "./alarm-store.ts";
import { AlarmWatch } from "./alarm-watch.ts";
import type { AlarmPlan } from "./alarms.ts";
import { MetricStore, metricTables } from "./metric-store.ts";

const topic = "arn:aws:sns:eu-west-1:000000000000:topic";
const alarm: AlarmPlan = {
  name: "late",
  arn: "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:late",
  description: undefined,
  metric: { namespace: "Ashiato", name: "Late", dimensions: {} },
  isMeasured: true,
  statistic: "Sum",
  threshold: 1,
  comparisonOperator: "GreaterThanThreshold",
  periodSeconds: 60,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: "missing",
  actionsEnabled: true,
  actions: { OK: [], ALARM: [topic], INSUFFICIENT_DATA: [] },
};

it("is settled once its topics have been notified", async () => {
  const database = new DatabaseSync(":memory:");
  database.exec(metricTables + alarmTables);
  const faults: unknown[] = [];
  const published = Promise.withResolvers<void>();
  const watch = new AlarmWatch({
    alarms: [alarm],
    states: new AlarmStore(database),
    metrics: new MetricStore(database, (fault) => faults.push(fault)),
    account: { accountId: "000000000000", region: "eu-west-1" },
    publish: () => published.promise,
    onFault: (fault) => faults.push(fault),
  });
  const order: string[] = [];
  watch.change(alarm, { value: "ALARM", reason: "a trial", reasonData: undefined, since: 0 });
  const settled = watch.settled().then(() => order.push("settled"));
  // Long enough for what waits for nothing.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  order.push("published");
  published.resolve();
  await settled;
  database.close();
  expect(order).toEqual(["published", "settled"]);
  expect(faults).toEqual([]);
});
