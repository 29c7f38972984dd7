import { columns, partitionColumn } from "@ashiato/core/columns";
import { exportPrefix, rejectedFolder, storePrefix } from "@ashiato/core/keys";
import { below } from "./below.ts";
import { closed, subnetIds } from "./warehouse-network.ts";
import { warehouseSettings } from "./settings.ts";
import { downloads, lake } from "./storage.ts";

const { database, schema, table } = warehouseSettings;
const accountId = aws.getCallerIdentityOutput().accountId;
const region = aws.getRegionOutput().region;
const partition = aws.getPartitionOutput().partition;

/** Glue takes lower-case letters, digits and underscores. */
const catalogName = `${$app.name}_${$app.stage}`.toLowerCase().replaceAll(/[^a-z0-9_]/g, "_");

const catalog = new aws.glue.CatalogDatabase("Catalog", { name: catalogName });

/** The external table over `store/`: text without a header, no field ever quoted, an empty field is NULL. */
const locations = new aws.glue.CatalogTable("Locations", {
  databaseName: catalog.name,
  name: table,
  tableType: "EXTERNAL_TABLE",
  parameters: { EXTERNAL: "TRUE", classification: "csv", compressionType: "gzip" },
  partitionKeys: [partitionColumn],
  storageDescriptor: {
    location: $interpolate`s3://${lake.name}/${storePrefix}`,
    inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
    outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
    compressed: true,
    serDeInfo: {
      serializationLibrary: "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
      parameters: { "field.delim": ",", "serialization.format": ",", "serialization.null.format": "" },
    },
    columns: columns.map(({ name, type, comment }) => ({ name, type, comment })),
  },
});

/**
 * What Redshift itself may do: read the table, write exports and what they leave out, keep the catalog's
 * partitions.
 */
export const warehouseRole = new aws.iam.Role("WarehouseRole", {
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
          { actions: ["s3:GetObject"], resources: below(lake.arn, [storePrefix]) },
          {
            actions: ["s3:ListBucket"],
            resources: [lake.arn],
            conditions: [
              {
                test: "StringLike",
                variable: "s3:prefix",
                values: [`${storePrefix}*`, `${rejectedFolder("conflicts")}*`],
              },
            ],
          },
          { actions: ["s3:GetBucketLocation"], resources: [lake.arn, downloads.arn] },
          {
            actions: ["s3:PutObject", "s3:GetObject"],
            resources: [
              ...below(downloads.arn, [exportPrefix]),
              ...below(lake.arn, [rejectedFolder("conflicts")]),
            ],
          },
          {
            actions: ["s3:ListBucket"],
            resources: [downloads.arn],
            conditions: [{ test: "StringLike", variable: "s3:prefix", values: [`${exportPrefix}*`] }],
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

const namespace = new aws.redshiftserverless.Namespace("Warehouse", {
  namespaceName: `${$app.name}-${$app.stage}`.toLowerCase(),
  dbName: database,
  manageAdminPassword: true,
  iamRoles: [warehouseRole.arn],
  logExports: ["userlog", "connectionlog", "useractivitylog"],
});

/** The secret of the database's owner: only an owner may alter an external table. */
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

new aws.redshiftserverless.UsageLimit("WarehouseUsageLimit", {
  resourceArn: workgroup.arn,
  usageType: "serverless-compute",
  period: "daily",
  amount: warehouseSettings.usageLimitPerDay,
  breachAction: "deactivate",
});

/**
 * Makes the Glue database known by its name in SQL. Redshift keeps it: the statement runs when it is first
 * deployed.
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
  { dependsOn: [locations] },
);
