import { distributeLabel } from "@ashiato/core/daily-batch/definition";
import { feedsLabel } from "@ashiato/core/daily-batch/feed-states";
import { runPrefix } from "@ashiato/core/run-keys";
import { workPrefix } from "@ashiato/core/work-keys";
import { assumedBy } from "./assumed-by.ts";
import { below } from "./below.ts";
import { logDelivery } from "./log-delivery.ts";
import { notifications } from "./notifications.ts";
import { lake } from "./storage.ts";
import { machineTracing } from "./tracing.ts";
import { warehouseSecretArn, workgroup } from "./warehouse.ts";

const accountId = aws.getCallerIdentityOutput().accountId;
const region = aws.getRegionOutput().region;
const partition = aws.getPartitionOutput().partition;

// The role must name the machine before the machine exists, so its name is not generated.
export const machineName = `${$app.name}-${$app.stage}-DailyBatch`;
const machineArn = $interpolate`arn:${partition}:states:${region}:${accountId}:stateMachine:${machineName}`;
const executionArns = $interpolate`arn:${partition}:states:${region}:${accountId}:execution:${machineName}`;

const mapRunArns = $interpolate`arn:${partition}:states:${region}:${accountId}:mapRun:${machineName}`;

const mapLabels = [distributeLabel, feedsLabel];

/** The ARNs of the executions of `DailyBatch`, of the runs of its Distributed Maps, and of their children. */
export const dailyBatchArns = {
  executions: $interpolate`${executionArns}:*`,
  mapRuns: mapLabels.map((label) => $interpolate`${mapRunArns}/${label}:*`),
  children: mapLabels.map((label) => $interpolate`${executionArns}/${label}:*`),
};

/**
 * Returns the role of `DailyBatch`: the actions that the definition needs, each on the resources for which it
 * needs it.
 */
export function dailyBatchRole(functionArns: $util.Output<string>[]): aws.iam.Role {
  return new aws.iam.Role("DailyBatchRole", {
    assumeRolePolicy: assumedBy("states.amazonaws.com"),
    inlinePolicies: [
      {
        name: "daily-batch",
        policy: aws.iam.getPolicyDocumentOutput({
          statements: [
            {
              actions: ["lambda:InvokeFunction"],
              resources: functionArns,
            },
            // The Distributed Map starts its children as executions of this same machine.
            { actions: ["states:StartExecution"], resources: [machineArn] },
            {
              actions: ["states:DescribeExecution", "states:StopExecution"],
              resources: [dailyBatchArns.executions],
            },
            {
              actions: ["states:RedriveExecution"],
              resources: dailyBatchArns.children,
            },
            {
              actions: ["s3:ListBucket"],
              resources: [lake.arn],
              conditions: [{ test: "StringLike", variable: "s3:prefix", values: [`${workPrefix}*`] }],
            },
            {
              actions: [
                "s3:GetObject",
                "s3:PutObject",
                "s3:ListMultipartUploadParts",
                "s3:AbortMultipartUpload",
              ],
              resources: below(lake.arn, [runPrefix]),
            },
            {
              actions: ["redshift-data:ExecuteStatement", "redshift-data:BatchExecuteStatement"],
              resources: [workgroup.arn],
            },
            {
              // These actions have no resource types. A condition on the statement's owner would name a
              // session of the role, and Step Functions may poll a statement in another session than it
              // submitted it in.
              // https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-iam-access-control-identity-based.html
              actions: [
                "redshift-data:DescribeStatement",
                "redshift-data:GetStatementResult",
                "redshift-data:CancelStatement",
              ],
              resources: ["*"],
            },
            { actions: ["secretsmanager:GetSecretValue"], resources: [warehouseSecretArn] },
            { actions: ["sns:Publish"], resources: [notifications.arn] },
            logDelivery,
            ...machineTracing,
          ],
        }).json,
      },
    ],
  });
}
