import { rejectedPrefix, workPrefix } from "@ashiato/core/keys";
import { alarm } from "./alarm.ts";
import { below } from "./below.ts";
import { reports } from "./receive.ts";
import { storeSettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { lake } from "./storage.ts";

export const store = new sst.aws.Function("Store", {
  handler: "packages/functions/src/store.handler",
  description: "Drains the report queue into work objects",
  architecture: "arm64",
  memory: storeSettings.memory,
  timeout: storeSettings.timeout,
  link: [lake, reports, settingsLink],
  permissions: [
    { actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], resources: [reports.arn] },
    {
      actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
      resources: below(lake.arn, [workPrefix, rejectedPrefix]),
    },
  ],
});

new sst.aws.CronV2("StoreSchedule", {
  function: store,
  schedule: storeSettings.schedule,
});

alarm("StoreAlarm", {
  description: "store failed: reports stay on the queue until it succeeds.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimensions: { FunctionName: store.name },
  statistic: "Sum",
  threshold: 0,
  periodSeconds: 300,
});
