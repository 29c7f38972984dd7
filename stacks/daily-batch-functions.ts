import { completeThroughKey, exportPrefix } from "@ashiato/core/export-keys";
import { rejectedFolder, rejectedPrefix } from "@ashiato/core/rejected-keys";
import { batchPrefix, claimPrefix, lockKey, pendingPrefix, runPrefix } from "@ashiato/core/run-keys";
import { compactedPrefix, compactionPrefix, storePrefix } from "@ashiato/core/store-keys";
import { withdrawalPrefix, withdrawnPrefix } from "@ashiato/core/withdrawal-keys";
import { workPrefix } from "@ashiato/core/work-keys";
import { below } from "./below.ts";
import { dailyBatchArns } from "./daily-batch-role.ts";
import { functionAlarms } from "./function-alarms.ts";
import { batchSettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { machineNames } from "./state-machine.ts";
import { downloads, lake } from "./storage.ts";
import { runStatements, showDays, warehouseLink } from "./warehouse.ts";

/** A write on the condition of what it replaces asks for both actions. */
export const inboxLock = {
  actions: ["s3:GetObject", "s3:PutObject"],
  resources: [$interpolate`${lake.arn}/${lockKey}`],
};

/** To ask whether the execution that has the inbox still runs. */
export const inboxHolder = {
  actions: ["states:DescribeExecution"],
  resources: [dailyBatchArns.executions, $interpolate`${machineNames("Reconcile").execution}:*`],
};

export const plan = new sst.aws.Function("Plan", {
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
    inboxLock,
    inboxHolder,
  ],
});

export const distribute = new sst.aws.Function("Distribute", {
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

export const summarize = new sst.aws.Function("Summarize", {
  handler: "packages/functions/src/summarize.handler",
  description: "Balances what the map read and wrote, and claims a version for each date to export",
  architecture: "arm64",
  memory: batchSettings.functionMemory,
  timeout: batchSettings.functionTimeout,
  link: [lake, downloads, settingsLink],
  permissions: [
    { actions: ["s3:ListBucket"], resources: [lake.arn, downloads.arn] },
    { actions: ["s3:GetObject", "s3:PutObject"], resources: below(lake.arn, [runPrefix, claimPrefix]) },
    { actions: ["s3:GetObject"], resources: below(lake.arn, [pendingPrefix, withdrawalPrefix]) },
    { actions: ["s3:GetObject"], resources: below(downloads.arn, [exportPrefix]) },
  ],
});

export const publish = new sst.aws.Function("Publish", {
  handler: "packages/functions/src/publish.handler",
  description: "Checks what the warehouse unloaded, and makes it an export",
  architecture: "arm64",
  memory: batchSettings.functionMemory,
  timeout: batchSettings.publishTimeout,
  link: [lake, downloads, settingsLink, warehouseLink],
  permissions: [
    { actions: ["s3:ListBucket"], resources: [lake.arn, downloads.arn] },
    {
      actions: ["s3:GetObject"],
      resources: below(lake.arn, [claimPrefix, compactionPrefix, rejectedFolder("conflicts")]),
    },
    { actions: ["s3:GetObject", "s3:PutObject"], resources: below(downloads.arn, [exportPrefix]) },
    { actions: ["s3:PutObject"], resources: below(lake.arn, [runPrefix]) },
    {
      actions: ["s3:DeleteObject"],
      resources: below(lake.arn, [pendingPrefix, rejectedFolder("conflicts")]),
    },
    // The files of a version that turned out unchanged. No `export.json` lies there.
    { actions: ["s3:DeleteObject"], resources: [$interpolate`${downloads.arn}/${exportPrefix}*/attempt=*`] },
    ...showDays,
  ],
});

export const supplement = new sst.aws.Function("Supplement", {
  handler: "packages/functions/src/supplement.handler",
  description: "Puts the late rows of a date beside its current export",
  architecture: "arm64",
  memory: batchSettings.supplementMemory,
  timeout: batchSettings.publishTimeout,
  link: [lake, downloads, settingsLink, warehouseLink],
  permissions: [
    { actions: ["s3:ListBucket"], resources: [lake.arn, downloads.arn] },
    {
      actions: ["s3:GetObject"],
      resources: below(lake.arn, [claimPrefix, pendingPrefix, storePrefix, rejectedFolder("conflicts")]),
    },
    { actions: ["s3:GetObject", "s3:PutObject"], resources: below(downloads.arn, [exportPrefix]) },
    {
      actions: ["s3:PutObject"],
      resources: below(lake.arn, [runPrefix, pendingPrefix, rejectedFolder("conflicts")]),
    },
    { actions: ["s3:DeleteObject"], resources: below(lake.arn, [pendingPrefix]) },
    ...showDays,
  ],
});

export const compact = new sst.aws.Function("Compact", {
  handler: "packages/functions/src/compact.handler",
  description: "Replaces the many files of a date by few, and takes out what is withdrawn",
  architecture: "arm64",
  memory: batchSettings.functionMemory,
  timeout: batchSettings.compactTimeout,
  link: [lake, downloads, settingsLink, warehouseLink],
  permissions: [
    { actions: ["s3:ListBucket"], resources: [lake.arn, downloads.arn] },
    { actions: ["s3:GetObject"], resources: below(downloads.arn, [exportPrefix]) },
    { actions: ["s3:GetObject", "s3:PutObject"], resources: below(lake.arn, [compactionPrefix]) },
    { actions: ["s3:GetObject", "s3:DeleteObject"], resources: below(lake.arn, [compactedPrefix]) },
    // To see whether a new file is there already; and the old files, once the partition reads the new ones.
    {
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: below(lake.arn, [storePrefix]),
    },
    // Withdrawals: their records, the rows that they take out of the table, and what they ask to be exported.
    {
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: below(lake.arn, [withdrawalPrefix, withdrawnPrefix]),
    },
    { actions: ["s3:PutObject"], resources: below(lake.arn, [pendingPrefix]) },
    ...runStatements,
  ],
});

export const conclude = new sst.aws.Function("Conclude", {
  handler: "packages/functions/src/conclude.handler",
  description: "Sends the run on another round, or closes it and releases the inbox",
  architecture: "arm64",
  memory: batchSettings.functionMemory,
  timeout: batchSettings.functionTimeout,
  link: [lake, downloads, settingsLink],
  permissions: [
    // Without it S3 answers 403 for an object that is not there.
    { actions: ["s3:ListBucket"], resources: [lake.arn, downloads.arn] },
    { actions: ["s3:GetObject"], resources: below(downloads.arn, [exportPrefix]) },
    { actions: ["s3:PutObject"], resources: [$interpolate`${downloads.arn}/${completeThroughKey}`] },
    { actions: ["s3:PutObject"], resources: [$interpolate`${downloads.arn}/${exportPrefix}*/export.json`] },
    // The files of versions that were replaced long ago. Their `export.json` stays.
    {
      actions: ["s3:DeleteObject"],
      resources: ["attempt=*", "supplement/*", "devices.json", "picture.json.gz"].map(
        (files) => $interpolate`${downloads.arn}/${exportPrefix}*/${files}`,
      ),
    },
    inboxLock,
    inboxHolder,
  ],
});

export const release = new sst.aws.Function("Release", {
  handler: "packages/functions/src/release.handler",
  description: "Releases the inbox when a run fails",
  architecture: "arm64",
  memory: batchSettings.functionMemory,
  timeout: batchSettings.functionTimeout,
  link: [lake],
  permissions: [{ actions: ["s3:ListBucket"], resources: [lake.arn] }, inboxLock],
});

functionAlarms({
  Plan: plan,
  Distribute: distribute,
  Summarize: summarize,
  Publish: publish,
  Supplement: supplement,
  Compact: compact,
  Conclude: conclude,
  Release: release,
});
