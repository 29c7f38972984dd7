import { assumedBy } from "./assumed-by.ts";
import { machineTracing } from "./tracing.ts";
import { warehouseSecretArn, workgroup } from "./warehouse.ts";

const accountId = aws.getCallerIdentityOutput().accountId;
const region = aws.getRegionOutput().region;
const partition = aws.getPartitionOutput().partition;

// The functions must name the executions before the machine exists, so its name is not generated.
export const machineName = `${$app.name}-${$app.stage}-Reconcile`;

/** The ARNs of the executions of `Reconcile`. */
export const reconcileArns = {
  executions: $interpolate`arn:${partition}:states:${region}:${accountId}:execution:${machineName}:*`,
};

/** Returns the role of `Reconcile`: its functions, and the statements that count and repair the catalog. */
export function reconcileRole(functionArns: $util.Output<string>[]): aws.iam.Role {
  return new aws.iam.Role("ReconcileRole", {
    assumeRolePolicy: assumedBy("states.amazonaws.com"),
    inlinePolicies: [
      {
        name: "reconcile",
        policy: aws.iam.getPolicyDocumentOutput({
          statements: [
            { actions: ["lambda:InvokeFunction"], resources: functionArns },
            { actions: ["redshift-data:ExecuteStatement"], resources: [workgroup.arn] },
            {
              // These actions have no resource types: see the role of the daily batch.
              actions: [
                "redshift-data:DescribeStatement",
                "redshift-data:GetStatementResult",
                "redshift-data:CancelStatement",
              ],
              resources: ["*"],
            },
            { actions: ["secretsmanager:GetSecretValue"], resources: [warehouseSecretArn] },
            ...machineTracing,
          ],
        }).json,
      },
    ],
  });
}
