import { dailyBatchDefinition } from "@ashiato/core/daily-batch/definition";
import {
  batchPrefix,
  claimPrefix,
  exportPrefix,
  lockKey,
  pendingPrefix,
  rejectedFolder,
  rejectedPrefix,
  runPrefix,
  storePrefix,
  workPrefix,
} from "@ashiato/core/keys";
import { metricDimensions, metricNamespace } from "@ashiato/core/metrics";
import { alarm, silenceAlarm } from "./alarm.ts";
import { assumedBy } from "./assumed-by.ts";
import { below } from "./below.ts";
import { dailyBatchArns, dailyBatchRole, machineName } from "./daily-batch-role.ts";
import { functionAlarms } from "./function-alarms.ts";
import { notifications } from "./notifications.ts";
import { undelivered } from "./schedules.ts";
import {
  alarmSettings,
  batchSettings,
  functionSettings,
  qualitySettings,
  retention,
  warehouseSettings,
} from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { downloads, lake } from "./storage.ts";
import { externalSchema, warehouseRole, warehouseSecretArn, workgroup } from "./warehouse.ts";

/** A write on the condition of what it replaces asks for both actions. */
const lock = { actions: ["s3:GetObject", "s3:PutObject"], resources: [$interpolate`${lake.arn}/${lockKey}`] };

/** To take the inbox over, from an execution that no longer runs. */
const inboxLock = [lock, { actions: ["states:DescribeExecution"], resources: [dailyBatchArns.executions] }];

const plan = new sst.aws.Function("Plan", {
  handler: "packages/functions/src/plan.handler",
  description: "Takes the inbox and names the run and its business date, or the run that has it",
  architecture: "arm64",
  memory: batchSettings.functionMemory,
  timeout: batchSettings.functionTimeout,
  link: [lake, settingsLink],
  permissions: [
    // Without it S3 answers 403 for an object that is not there.
    { actions: ["s3:ListBucket"], resources: [lake.arn] },
    { actions: ["s3:PutObject"], resources: below(lake.arn, [pendingPrefix]) },
    ...inboxLock,
  ],
});

const distribute = new sst.aws.Function("Distribute", {
  handler: "packages/functions/src/distribute.handler",
  description: "Sorts a batch of work objects into one file for each business date",
  architecture: "arm64",
  memory: batchSettings.distributeMemory,
  timeout: batchSettings.distributeTimeout,
  link: [lake, settingsLink],
  permissions: [
    // Without it S3 answers 403 for an object that is not there.
    { actions: ["s3:ListBucket"], resources: [lake.arn] },
    { actions: ["s3:GetObject"], resources: below(lake.arn, [workPrefix, storePrefix, batchPrefix]) },
    {
      actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
      resources: below(lake.arn, [storePrefix, pendingPrefix, rejectedPrefix, batchPrefix]),
    },
    { actions: ["s3:DeleteObject"], resources: below(lake.arn, [workPrefix]) },
  ],
});

const summarize = new sst.aws.Function("Summarize", {
  handler: "packages/functions/src/summarize.handler",
  description: "Balances what the map read and wrote, and claims a version for each date to export",
  architecture: "arm64",
  memory: batchSettings.functionMemory,
  timeout: batchSettings.functionTimeout,
  link: [lake, downloads, settingsLink],
  permissions: [
    { actions: ["s3:ListBucket"], resources: [lake.arn, downloads.arn] },
    { actions: ["s3:GetObject", "s3:PutObject"], resources: below(lake.arn, [runPrefix, claimPrefix]) },
    { actions: ["s3:GetObject"], resources: below(downloads.arn, [exportPrefix]) },
  ],
});

const publish = new sst.aws.Function("Publish", {
  handler: "packages/functions/src/publish.handler",
  description: "Checks what the warehouse unloaded, and makes it an export",
  architecture: "arm64",
  memory: batchSettings.functionMemory,
  timeout: batchSettings.publishTimeout,
  link: [lake, downloads, settingsLink],
  permissions: [
    { actions: ["s3:ListBucket"], resources: [lake.arn, downloads.arn] },
    { actions: ["s3:GetObject"], resources: below(lake.arn, [claimPrefix, rejectedFolder("conflicts")]) },
    { actions: ["s3:GetObject", "s3:PutObject"], resources: below(downloads.arn, [exportPrefix]) },
    { actions: ["s3:PutObject"], resources: below(lake.arn, [runPrefix]) },
    { actions: ["s3:DeleteObject"], resources: below(lake.arn, [pendingPrefix]) },
  ],
});

const conclude = new sst.aws.Function("Conclude", {
  handler: "packages/functions/src/conclude.handler",
  description: "Sends the run on another round, or closes it and releases the inbox",
  architecture: "arm64",
  memory: batchSettings.functionMemory,
  timeout: batchSettings.functionTimeout,
  link: [lake, settingsLink],
  permissions: [{ actions: ["s3:ListBucket"], resources: [lake.arn] }, ...inboxLock],
});

const release = new sst.aws.Function("Release", {
  handler: "packages/functions/src/release.handler",
  description: "Releases the inbox when a run fails",
  architecture: "arm64",
  memory: batchSettings.functionMemory,
  timeout: batchSettings.functionTimeout,
  link: [lake],
  permissions: [{ actions: ["s3:ListBucket"], resources: [lake.arn] }, lock],
});

const limits = {
  ...batchSettings,
  quality: qualitySettings,
  localTimeZone: functionSettings.localTime ? functionSettings.timeZone : undefined,
};

const logGroup = new aws.cloudwatch.LogGroup("DailyBatchLogs", {
  name: `/aws/vendedlogs/states/${machineName}`,
  retentionInDays: retention.logsDays,
});

const role = dailyBatchRole([
  plan.arn,
  distribute.arn,
  summarize.arn,
  publish.arn,
  conclude.arn,
  release.arn,
]);

export const dailyBatch = new aws.sfn.StateMachine(
  "DailyBatch",
  {
    name: machineName,
    type: "STANDARD",
    roleArn: role.arn,
    loggingConfiguration: {
      level: "ERROR",
      includeExecutionData: true,
      logDestination: $interpolate`${logGroup.arn}:*`,
    },
    definition: $resolve({
      functions: {
        plan: plan.arn,
        distribute: distribute.arn,
        summarize: summarize.arn,
        publish: publish.arn,
        conclude: conclude.arn,
        release: release.arn,
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

const scheduleRole = new aws.iam.Role("DailyBatchScheduleRole", {
  assumeRolePolicy: assumedBy("scheduler.amazonaws.com"),
  inlinePolicies: [
    {
      name: "start",
      policy: aws.iam.getPolicyDocumentOutput({
        statements: [
          { actions: ["states:StartExecution"], resources: [dailyBatch.arn] },
          { actions: ["sqs:SendMessage"], resources: [undelivered.arn] },
        ],
      }).json,
    },
  ],
});

new aws.scheduler.Schedule("DailyBatchSchedule", {
  scheduleExpression: batchSettings.schedule,
  scheduleExpressionTimezone: functionSettings.timeZone,
  flexibleTimeWindow: { mode: "OFF" },
  target: {
    arn: dailyBatch.arn,
    roleArn: scheduleRole.arn,
    input: JSON.stringify({}),
    retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3600 },
    deadLetterConfig: { arn: undelivered.arn },
  },
});

for (const metric of ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"]) {
  alarm(`DailyBatch${metric}Alarm`, {
    description:
      "A run of the daily batch did not succeed: the topic has its error and cause. See docs/operations.md, The batch failed.",
    namespace: "AWS/States",
    metric,
    dimensions: { StateMachineArn: dailyBatch.arn },
    statistic: "Sum",
    threshold: 0,
    periodSeconds: 300,
  });
}

silenceAlarm("SilentNightAlarm", {
  description:
    "No run of the daily batch has succeeded for more than a day: nothing was exported. See docs/operations.md, No run has succeeded.",
  namespace: metricNamespace,
  metric: "closed",
  dimensions: metricDimensions("conclude", $app.stage),
  periodSeconds: 3_600,
  periods: alarmSettings.silentHours,
});

functionAlarms({
  Plan: plan,
  Distribute: distribute,
  Summarize: summarize,
  Publish: publish,
  Conclude: conclude,
  Release: release,
});
