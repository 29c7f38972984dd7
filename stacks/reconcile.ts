import { exportPrefix } from "@ashiato/core/export-keys";
import { batchPrefix, lockKey, pendingPrefix, reconciliationPrefix, runPrefix } from "@ashiato/core/run-keys";
import { compactionPrefix } from "@ashiato/core/store-keys";
import { withdrawalPrefix } from "@ashiato/core/withdrawal-keys";
import { metricDimensions, metricNamespace } from "@ashiato/core/metrics";
import { reconcileDefinition } from "@ashiato/core/reconcile/definition";
import { alarm } from "./alarm.ts";
import { route } from "./authorization.ts";
import { below } from "./below.ts";
import { clientUsageTable } from "./client-tables.ts";
import { inboxHolder, inboxLock } from "./daily-batch-functions.ts";
import { functionAlarms } from "./function-alarms.ts";
import { deliverySettings, reconcileSettings, warehouseSettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { executionAlarms, machineNames, machineRole, startOnSchedule } from "./state-machine.ts";
import { downloads, lake } from "./storage.ts";
import { tracingConfiguration } from "./tracing.ts";
import {
  externalSchema,
  machineStatements,
  readResults,
  warehouseSecretArn,
  workgroup,
} from "./warehouse.ts";

const compare = new sst.aws.Function("Compare", {
  handler: "packages/functions/src/compare.handler",
  description: "Compares objects, partitions and counts with exports and records",
  architecture: "arm64",
  memory: reconcileSettings.memory,
  timeout: reconcileSettings.timeout,
  link: [lake, downloads, settingsLink],
  permissions: [
    { actions: ["s3:ListBucket"], resources: [lake.arn, downloads.arn] },
    {
      actions: ["s3:GetObject"],
      resources: below(lake.arn, [batchPrefix, compactionPrefix, pendingPrefix, runPrefix, withdrawalPrefix]),
    },
    { actions: ["s3:GetObject"], resources: below(downloads.arn, [exportPrefix]) },
    { actions: ["s3:GetObject", "s3:PutObject"], resources: below(lake.arn, [reconciliationPrefix]) },
    { actions: ["s3:GetObject"], resources: [$interpolate`${lake.arn}/${lockKey}`] },
    inboxHolder,
  ],
});

const repair = new sst.aws.Function("Repair", {
  handler: "packages/functions/src/repair.handler",
  description: "Requests exports, and removes the files of versions that were never published",
  architecture: "arm64",
  memory: reconcileSettings.memory,
  timeout: reconcileSettings.timeout,
  link: [lake, downloads],
  permissions: [
    { actions: ["s3:ListBucket"], resources: [lake.arn, downloads.arn] },
    { actions: ["s3:PutObject"], resources: below(lake.arn, [pendingPrefix]) },
    { actions: ["s3:GetObject"], resources: below(downloads.arn, [exportPrefix]) },
    { actions: ["s3:DeleteObject"], resources: [$interpolate`${downloads.arn}/${exportPrefix}*/attempt=*`] },
    inboxLock,
  ],
});

const names = machineNames("Reconcile");

const role = machineRole("Reconcile", "reconcile", [
  { actions: ["lambda:InvokeFunction"], resources: [compare.arn, repair.arn] },
  ...machineStatements,
  readResults,
]);

const machine = new aws.sfn.StateMachine(
  "Reconcile",
  {
    name: names.name,
    type: "STANDARD",
    roleArn: role.arn,
    tracingConfiguration,
    definition: $resolve({
      functions: { compare: compare.arn, repair: repair.arn },
      warehouse: {
        workgroupName: workgroup.workgroupName,
        database: warehouseSettings.database,
        secretArn: warehouseSecretArn,
        schema: warehouseSettings.schema,
        table: warehouseSettings.table,
        daysTable: warehouseSettings.daysTable,
      },
    }).apply((named) => JSON.stringify(reconcileDefinition(named, reconcileSettings))),
  },
  { dependsOn: [externalSchema] },
);

startOnSchedule("Reconcile", machine, reconcileSettings.schedule);

/** The state machine, as functions read it: `Resource.Reconcile.arn`. */
const link = new sst.Linkable("Reconcile", { properties: { arn: machine.arn } });

const reconciliations = new sst.aws.Function("Reconciliations", {
  handler: "packages/functions/src/reconciliations.handler",
  description: "Starts comparisons of what is stored and returns what they found",
  architecture: "arm64",
  memory: deliverySettings.memory,
  timeout: deliverySettings.timeout,
  link: [link, lake, clientUsageTable, settingsLink],
  permissions: [
    { actions: ["dynamodb:UpdateItem"], resources: [clientUsageTable.arn] },
    { actions: ["states:StartExecution", "states:ListExecutions"], resources: [machine.arn] },
    {
      actions: ["states:DescribeExecution", "states:GetExecutionHistory"],
      resources: [$interpolate`${names.execution}:*`],
    },
    { actions: ["s3:ListBucket"], resources: [lake.arn] },
    { actions: ["s3:GetObject"], resources: below(lake.arn, [reconciliationPrefix]) },
  ],
});

route("POST /v1/reconciliations", reconciliations);
route("GET /v1/reconciliations/{reconciliation}", reconciliations);

functionAlarms({ Compare: compare, Repair: repair, Reconciliations: reconciliations });

executionAlarms(
  "Reconcile",
  machine,
  "A comparison of what is stored did not end: see its execution, and docs/operations.md, Compare what is stored.",
);

alarm("ReconcileFindingsAlarm", {
  description:
    "What is stored does not fit together: npm run ashiato -- reconcile names it. See docs/operations.md, Compare what is stored.",
  namespace: metricNamespace,
  metric: "findings",
  dimensions: metricDimensions("compare", $app.stage),
  statistic: "Sum",
  threshold: 0,
  periodSeconds: 300,
});
