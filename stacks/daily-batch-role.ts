import { distributeLabel } from "@ashiato/core/daily-batch/definition";
import { feedsLabel } from "@ashiato/core/daily-batch/feed-states";
import { runPrefix } from "@ashiato/core/run-keys";
import { workPrefix } from "@ashiato/core/work-keys";
import { below } from "./below.ts";
import { logDelivery } from "./log-delivery.ts";
import { notifications } from "./notifications.ts";
import { machineNames, machineRole } from "./state-machine.ts";
import { lake } from "./storage.ts";
import { machineStatements, readResults, workgroup } from "./warehouse.ts";

export const batchNames = machineNames("DailyBatch");

const mapLabels = [distributeLabel, feedsLabel];

/** The ARNs of the executions of `DailyBatch`, of the runs of its Distributed Maps, and of their children. */
export const dailyBatchArns = {
  executions: $interpolate`${batchNames.execution}:*`,
  mapRuns: mapLabels.map((label) => $interpolate`${batchNames.mapRun}/${label}:*`),
  children: mapLabels.map((label) => $interpolate`${batchNames.execution}/${label}:*`),
};

/**
 * Returns the role of `DailyBatch`: the actions that the definition needs, each on the resources for which it
 * needs it.
 */
export function dailyBatchRole(functionArns: $util.Output<string>[]): aws.iam.Role {
  return machineRole("DailyBatch", "daily-batch", [
    { actions: ["lambda:InvokeFunction"], resources: functionArns },
    // The Distributed Map starts its children as executions of this same machine.
    { actions: ["states:StartExecution"], resources: [batchNames.arn] },
    {
      actions: ["states:DescribeExecution", "states:StopExecution"],
      resources: [dailyBatchArns.executions],
    },
    { actions: ["states:RedriveExecution"], resources: dailyBatchArns.children },
    {
      actions: ["s3:ListBucket"],
      resources: [lake.arn],
      conditions: [{ test: "StringLike", variable: "s3:prefix", values: [`${workPrefix}*`] }],
    },
    {
      actions: ["s3:GetObject", "s3:PutObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
      resources: below(lake.arn, [runPrefix]),
    },
    ...machineStatements,
    { actions: ["redshift-data:BatchExecuteStatement"], resources: [workgroup.arn] },
    readResults,
    { actions: ["sns:Publish"], resources: [notifications.arn] },
    logDelivery,
  ]);
}
