import { dailyBatchDefinition } from "@ashiato/core/daily-batch/definition";
import { metricDimensions, metricNamespace } from "@ashiato/core/metrics";
import { alarm, silenceAlarm } from "./alarm.ts";
import {
  compact,
  conclude,
  distribute,
  plan,
  publish,
  release,
  summarize,
  supplement,
} from "./daily-batch-functions.ts";
import { concludeFeeds, deliverFeed, planFeeds, prepareFeed } from "./feed-functions.ts";
import { batchNames, dailyBatchRole } from "./daily-batch-role.ts";
import { notifications } from "./notifications.ts";
import {
  alarmSettings,
  batchSettings,
  functionSettings,
  qualitySettings,
  retention,
  warehouseSettings,
} from "./settings.ts";
import { executionAlarms, startOnSchedule } from "./state-machine.ts";
import { downloads, lake } from "./storage.ts";
import { store } from "./store.ts";
import { tracingConfiguration } from "./tracing.ts";
import { externalSchema, warehouseRole, warehouseSecretArn, workgroup } from "./warehouse.ts";

const limits = {
  ...batchSettings,
  quality: qualitySettings,
  parquet: functionSettings.parquet,
  localTimeZone: functionSettings.localTime ? functionSettings.timeZone : undefined,
};

const logGroup = new aws.cloudwatch.LogGroup("DailyBatchLogs", {
  name: `/aws/vendedlogs/states/${batchNames.name}`,
  retentionInDays: retention.logsDays,
});

const role = dailyBatchRole([
  plan.arn,
  store.arn,
  distribute.arn,
  summarize.arn,
  publish.arn,
  supplement.arn,
  compact.arn,
  conclude.arn,
  release.arn,
  planFeeds.arn,
  prepareFeed.arn,
  deliverFeed.arn,
  concludeFeeds.arn,
]);

export const dailyBatch = new aws.sfn.StateMachine(
  "DailyBatch",
  {
    name: batchNames.name,
    type: "STANDARD",
    roleArn: role.arn,
    loggingConfiguration: {
      level: batchSettings.logLevel,
      includeExecutionData: true,
      logDestination: $interpolate`${logGroup.arn}:*`,
    },
    tracingConfiguration,
    definition: $resolve({
      functions: {
        plan: plan.arn,
        store: store.arn,
        distribute: distribute.arn,
        summarize: summarize.arn,
        publish: publish.arn,
        supplement: supplement.arn,
        compact: compact.arn,
        conclude: conclude.arn,
        release: release.arn,
        planFeeds: planFeeds.arn,
        prepareFeed: prepareFeed.arn,
        deliverFeed: deliverFeed.arn,
        concludeFeeds: concludeFeeds.arn,
      },
      lakeBucket: lake.name,
      downloadsBucket: downloads.name,
      topicArn: notifications.arn,
      warehouse: {
        workgroupName: workgroup.workgroupName,
        database: warehouseSettings.database,
        secretArn: warehouseSecretArn,
        iamRoleArn: warehouseRole.arn,
        schema: warehouseSettings.schema,
        table: warehouseSettings.table,
      },
    }).apply((names) => JSON.stringify(dailyBatchDefinition(names, limits))),
  },
  { dependsOn: [externalSchema] },
);

export const dailyBatchSchedule = startOnSchedule("DailyBatch", dailyBatch, batchSettings.schedule);

executionAlarms(
  "DailyBatch",
  dailyBatch,
  "A run of the daily batch did not succeed: the topic has its error and cause. See docs/operations.md, The batch failed.",
);

silenceAlarm("SilentNightAlarm", {
  description:
    "No run of the daily batch has succeeded for more than a day: nothing was exported. See docs/operations.md, No run has succeeded.",
  namespace: metricNamespace,
  metric: "closed",
  dimensions: metricDimensions("conclude", $app.stage),
  periodSeconds: 3_600,
  periods: alarmSettings.silentHours,
});

alarm("UndrainedAlarm", {
  description:
    "A run could not get everything off the queue: reports that came before it began wait for the next run. See docs/operations.md, The queue grows.",
  namespace: metricNamespace,
  metric: "undrained",
  dimensions: metricDimensions("summarize", $app.stage),
  statistic: "Sum",
  threshold: 0,
  periodSeconds: 300,
});

alarm("FeedsFailedAlarm", {
  description:
    "A feed of a client was not delivered: the run names it and why. See docs/operations.md, A feed failed.",
  namespace: metricNamespace,
  metric: "failed",
  dimensions: metricDimensions("feeds", $app.stage),
  statistic: "Sum",
  threshold: 0,
  periodSeconds: 300,
});

alarm("CompactionFailedAlarm", {
  description:
    "A date's files could not be compacted. Its exports are as they should be. See docs/operations.md, Compaction.",
  namespace: metricNamespace,
  metric: "failed",
  dimensions: metricDimensions("compact", $app.stage),
  statistic: "Sum",
  threshold: 0,
  periodSeconds: 300,
});
