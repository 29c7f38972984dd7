import { rejectedPrefix } from "@ashiato/core/rejected-keys";
import { drainPrefix } from "@ashiato/core/run-keys";
import { workPrefix } from "@ashiato/core/work-keys";
import { newestPrefix, tracksPrefix } from "@ashiato/core/live-keys";
import { metricDimensions, metricNamespace } from "@ashiato/core/metrics";
import { alarm } from "./alarm.ts";
import { below } from "./below.ts";
import { clientUsageTable } from "./client-tables.ts";
import { functionAlarms } from "./function-alarms.ts";
import { refreshes } from "./positions.ts";
import { subscriptions } from "./pushes.ts";
import { reports } from "./receive.ts";
import { undelivered } from "./schedules.ts";
import { storeSettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { lake } from "./storage.ts";

export const store = new sst.aws.Function("Store", {
  handler: "packages/functions/src/store.handler",
  description: "Drains the report queue into work objects",
  architecture: "arm64",
  memory: storeSettings.memory,
  timeout: storeSettings.timeout,
  link: [lake, reports, clientUsageTable, refreshes, settingsLink, subscriptions],
  permissions: [
    { actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], resources: [reports.arn] },
    {
      actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
      resources: below(lake.arn, [workPrefix, rejectedPrefix, drainPrefix, newestPrefix, tracksPrefix]),
    },
    { actions: ["s3:DeleteObject"], resources: below(lake.arn, [drainPrefix]) },
    { actions: ["s3:ListBucket"], resources: [lake.arn] },
    { actions: ["dynamodb:UpdateItem"], resources: [clientUsageTable.arn] },
    // Positions are refreshed after a drain, if a connection subscribes to them.
    { actions: ["dynamodb:Query"], resources: [subscriptions.arn] },
    { actions: ["sqs:SendMessage"], resources: [refreshes.arn] },
  ],
});

new sst.aws.CronV2("StoreSchedule", {
  function: store,
  schedule: storeSettings.schedule,
  retries: storeSettings.scheduleRetries,
  dlq: undelivered.arn,
});

alarm("PositionsLostAlarm", {
  description:
    "Reports were stored, but their positions could not be written: GET /v1/positions lacks them. See the log of Store.",
  namespace: metricNamespace,
  metric: "positionsLost",
  dimensions: metricDimensions("store", $app.stage),
  statistic: "Sum",
  threshold: 0,
  periodSeconds: 300,
});

functionAlarms({ Store: store });
