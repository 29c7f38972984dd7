import { exportPrefix } from "@ashiato/core/export-keys";
import { feedPrefix } from "@ashiato/core/feed-keys";
import { liveExportPrefix } from "@ashiato/core/live-keys";
import { rejectedFolder } from "@ashiato/core/rejected-keys";
import { compactedPrefix, storePrefix } from "@ashiato/core/store-keys";
import { workPrefix } from "@ashiato/core/work-keys";
import { accountId, partition, region } from "./account.ts";
import { alarm } from "./alarm.ts";
import { below } from "./below.ts";
import { catalog, tables } from "./catalog.ts";
import { closed, subnetIds } from "./warehouse-network.ts";
import { alarmSettings, functionSettings, retention, warehouseSettings } from "./settings.ts";
import { downloads, lake } from "./storage.ts";

const { database, schema, table, inboxTable, daysTable } = warehouseSettings;

/**
 * The permissions of Redshift itself: to read the table, write exports, conflicts and compacted files, and
 * maintain the catalog's partitions.
 */
export const warehouseRole = new aws.iam.Role("WarehouseRole", {
  // The external schema keeps the ARN with which it was created, so a replaced role must have the same ARN.
  name: `${$app.name}-${$app.stage}-Warehouse`,
  assumeRolePolicy: aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        actions: ["sts:AssumeRole"],
        principals: [
          { type: "Service", identifiers: ["redshift.amazonaws.com", "redshift-serverless.amazonaws.com"] },
        ],
      },
    ],
  }).json,
  inlinePolicies: [
    {
      name: "warehouse",
      policy: aws.iam.getPolicyDocumentOutput({
        statements: [
          {
            actions: ["s3:GetObject"],
            resources: below(lake.arn, [storePrefix, compactedPrefix, workPrefix]),
          },
          // Without a condition on the prefix, as in AWS's policies: Redshift also lists without one.
          // https://docs.aws.amazon.com/redshift/latest/dg/c-spectrum-iam-policies.html
          { actions: ["s3:ListBucket", "s3:GetBucketLocation"], resources: [lake.arn, downloads.arn] },
          {
            actions: ["s3:PutObject", "s3:GetObject"],
            resources: [
              ...below(downloads.arn, [exportPrefix, liveExportPrefix]),
              ...below(lake.arn, [rejectedFolder("conflicts"), compactedPrefix, feedPrefix]),
            ],
          },
          {
            actions: [
              "glue:GetDatabase",
              "glue:GetTable",
              "glue:GetTables",
              "glue:GetPartition",
              "glue:GetPartitions",
              "glue:BatchGetPartition",
              "glue:CreatePartition",
              "glue:BatchCreatePartition",
              "glue:DeletePartition",
              "glue:UpdatePartition",
            ],
            resources: [
              $interpolate`arn:${partition}:glue:${region}:${accountId}:catalog`,
              $interpolate`arn:${partition}:glue:${region}:${accountId}:database/${catalog.name}`,
              $interpolate`arn:${partition}:glue:${region}:${accountId}:table/${catalog.name}/*`,
            ],
          },
        ],
      }).json,
    },
  ],
});

const namespaceName = `${$app.name}-${$app.stage}`.toLowerCase();

const logExports = ["userlog", "connectionlog", "useractivitylog"];

// Redshift would create these itself and keep them forever.
// https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-monitoring.html
const logGroups = logExports.map(
  (log) =>
    new aws.cloudwatch.LogGroup(`Warehouse${log.charAt(0).toUpperCase()}${log.slice(1)}`, {
      name: `/aws/redshift/${namespaceName}/${log}`,
      retentionInDays: retention.logsDays,
    }),
);

const namespace = new aws.redshiftserverless.Namespace(
  "Warehouse",
  {
    namespaceName,
    dbName: database,
    manageAdminPassword: true,
    iamRoles: [warehouseRole.arn],
    logExports,
  },
  { dependsOn: logGroups },
);

/** The secret of the database's owner: only the owner may alter an external table. */
export const warehouseSecretArn = namespace.adminPasswordSecretArn;

export const workgroup = new aws.redshiftserverless.Workgroup("WarehouseWorkgroup", {
  workgroupName: `${$app.name}-${$app.stage}`.toLowerCase(),
  namespaceName: namespace.namespaceName,
  baseCapacity: warehouseSettings.baseCapacity,
  maxCapacity: warehouseSettings.maxCapacity,
  publiclyAccessible: false,
  subnetIds,
  securityGroupIds: [closed.id],
});

/** What the functions need to know to run a statement. */
export const warehouseLink = new sst.Linkable("Warehouse", {
  properties: {
    workgroupName: workgroup.workgroupName,
    database,
    secretArn: warehouseSecretArn,
    schema,
    table,
    inboxTable,
    daysTable,
    iamRoleArn: warehouseRole.arn,
  },
});

/** To run definitions, such as one that moves a partition. */
export const runStatements = [
  { actions: ["redshift-data:ExecuteStatement"], resources: [workgroup.arn] },
  // It has no resource types.
  { actions: ["redshift-data:DescribeStatement"], resources: ["*"] },
  { actions: ["secretsmanager:GetSecretValue"], resources: [warehouseSecretArn] },
];

/** To read the rows of a statement. It has no resource types. */
export const readResults = { actions: ["redshift-data:GetStatementResult"], resources: ["*"] };

/**
 * To run statements in a state machine, which ends them when it is stopped. A condition on the statement's
 * owner would name a session of the role, and Step Functions may poll a statement in another session than it
 * submitted it in.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-iam-access-control-identity-based.html
 */
export const machineStatements = [
  ...runStatements,
  { actions: ["redshift-data:CancelStatement"], resources: ["*"] },
];

/** To move the partition of a day to a new export. */
export const showDays = functionSettings.parquet ? runStatements : [];

new aws.redshiftserverless.UsageLimit("WarehouseUsageLimit", {
  resourceArn: workgroup.arn,
  usageType: "serverless-compute",
  period: "daily",
  amount: warehouseSettings.usageLimitPerDay,
  breachAction: "deactivate",
});

alarm("WarehouseUsageAlarm", {
  description: `The warehouse has used ${alarmSettings.usageShare * 100} % of its day's limit, after which it refuses statements. See docs/operations.md, An alarm.`,
  namespace: "AWS/Redshift-Serverless",
  metric: "ComputeSeconds",
  dimensions: { Workgroup: workgroup.workgroupName },
  statistic: "Sum",
  threshold: alarmSettings.usageShare * warehouseSettings.usageLimitPerDay * 3_600,
  periodSeconds: 86_400,
});

/**
 * Declares the Glue database as a schema in SQL. Redshift keeps it, so the statement runs only at the first
 * deployment.
 */
export const externalSchema = new aws.redshiftdata.Statement(
  "ExternalSchema",
  {
    workgroupName: workgroup.workgroupName,
    database,
    secretArn: warehouseSecretArn,
    statementName: "create external schema",
    sql: $interpolate`CREATE EXTERNAL SCHEMA IF NOT EXISTS ${schema} FROM DATA CATALOG DATABASE '${catalog.name}' IAM_ROLE '${warehouseRole.arn}'`,
  },
  { dependsOn: tables },
);
