import { liveExportDefinition } from "@ashiato/core/live-exports/definition";
import { liveSchema, liveViewSql } from "@ashiato/core/live-exports/live-sql";
import { liveExportPrefix } from "@ashiato/core/live-keys";
import { route } from "./authorization.ts";
import { below } from "./below.ts";
import { clientUsageTable, limitActions } from "./client-tables.ts";
import { functionAlarms } from "./function-alarms.ts";
import {
  deliverySettings,
  functionSettings,
  liveExportSettings,
  qualitySettings,
  warehouseSettings,
} from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { downloads, lake } from "./storage.ts";
import { executionAlarms, machineNames, machineRole } from "./state-machine.ts";
import { tracingConfiguration } from "./tracing.ts";
import {
  externalSchema,
  machineStatements,
  warehouseLink,
  warehouseSecretArn,
  workgroup,
} from "./warehouse.ts";

const { database } = warehouseSettings;
const statement = { workgroupName: workgroup.workgroupName, database, secretArn: warehouseSecretArn };

const schema = new aws.redshiftdata.Statement(
  "LiveSchema",
  { ...statement, statementName: "create live schema", sql: `CREATE SCHEMA IF NOT EXISTS ${liveSchema}` },
  { dependsOn: [externalSchema] },
);

/** Made anew when its text changes. */
new aws.redshiftdata.Statement(
  "LiveView",
  {
    ...statement,
    statementName: "create live view",
    sql: liveViewSql({ ...warehouseSettings, timeZone: functionSettings.timeZone }),
  },
  { dependsOn: [schema] },
);

const step = new sst.aws.Function("LiveExportStep", {
  handler: "packages/functions/src/live-exports-step.handler",
  description: "Says what a live export reads, and writes its record",
  architecture: "arm64",
  memory: liveExportSettings.memory,
  timeout: liveExportSettings.timeout,
  link: [lake, downloads, warehouseLink, settingsLink],
  permissions: [
    { actions: ["s3:ListBucket"], resources: [lake.arn, downloads.arn] },
    { actions: ["s3:GetObject", "s3:PutObject"], resources: below(downloads.arn, [liveExportPrefix]) },
  ],
});

const names = machineNames("LiveExport");

const role = machineRole("LiveExport", "live-export", [
  { actions: ["lambda:InvokeFunction"], resources: [step.arn] },
  ...machineStatements,
]);

const machine = new aws.sfn.StateMachine(
  "LiveExport",
  {
    name: names.name,
    type: "STANDARD",
    roleArn: role.arn,
    tracingConfiguration,
    definition: $resolve({ step: step.arn, warehouse: statement }).apply((named) =>
      JSON.stringify(liveExportDefinition(named, { ...liveExportSettings, quality: qualitySettings })),
    ),
  },
  { dependsOn: [externalSchema] },
);

/** The state machine, as functions read it: `Resource.LiveExport.arn`. */
const link = new sst.Linkable("LiveExport", { properties: { arn: machine.arn } });

const liveExports = new sst.aws.Function("LiveExports", {
  handler: "packages/functions/src/live-exports.handler",
  description: "Starts exports of what is stored so far, and signs links to their files",
  architecture: "arm64",
  memory: deliverySettings.memory,
  timeout: deliverySettings.timeout,
  link: [link, downloads, clientUsageTable, settingsLink],
  permissions: [
    { actions: ["states:StartExecution"], resources: [machine.arn] },
    { actions: ["states:DescribeExecution"], resources: [$interpolate`${names.execution}:*`] },
    { actions: ["s3:ListBucket"], resources: [downloads.arn] },
    // A signed link has the permissions of its signer.
    { actions: ["s3:GetObject"], resources: below(downloads.arn, [liveExportPrefix]) },
    { actions: limitActions, resources: [clientUsageTable.arn] },
  ],
});

route("POST /v1/live/exports", liveExports);
route("GET /v1/live/exports/{liveExport}", liveExports);
route("GET /v1/live/exports/{liveExport}/csv", liveExports);

functionAlarms({ LiveExportStep: step, LiveExports: liveExports });

executionAlarms("LiveExport", machine, "An export of what is stored so far did not end: see its execution.");
