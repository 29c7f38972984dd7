import { drainPrefix, rejectedPrefix, workPrefix } from "@ashiato/core/keys";
import { below } from "./below.ts";
import { clientUsageTable } from "./client-tables.ts";
import { functionAlarms } from "./function-alarms.ts";
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
  link: [lake, reports, clientUsageTable, settingsLink],
  permissions: [
    { actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], resources: [reports.arn] },
    {
      actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
      resources: below(lake.arn, [workPrefix, rejectedPrefix, drainPrefix]),
    },
    { actions: ["s3:DeleteObject"], resources: below(lake.arn, [drainPrefix]) },
    { actions: ["s3:ListBucket"], resources: [lake.arn] },
    { actions: ["dynamodb:UpdateItem"], resources: [clientUsageTable.arn] },
  ],
});

new sst.aws.CronV2("StoreSchedule", {
  function: store,
  schedule: storeSettings.schedule,
  retries: storeSettings.scheduleRetries,
  dlq: undelivered.arn,
});

functionAlarms({ Store: store });
