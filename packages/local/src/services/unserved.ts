import type { DeclaredResource } from "../evaluate/declared-app.ts";

export type Unserved = { reason: string; resources: { type: string; names: string[] }[] };

/** The reason of a kind that has none of its own below. */
export const noService = "no local service reads this kind";

/** Kinds that a plan reader picks up. */
const served = new Set([
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
  "aws:kms/key:Key",
  "aws:kms/alias:Alias",
  "aws:sqs/queue:Queue",
  "aws:sns/topic:Topic",
  "aws:lambda/function:Function",
  "aws:apigatewayv2/api:Api",
  "aws:apigatewayv2/integration:Integration",
  "aws:apigatewayv2/route:Route",
  "aws:apigatewayv2/authorizer:Authorizer",
  "aws:scheduler/schedule:Schedule",
  "aws:sfn/stateMachine:StateMachine",
  "aws:glue/catalogDatabase:CatalogDatabase",
  "aws:glue/catalogTable:CatalogTable",
  "aws:redshiftserverless/namespace:Namespace",
  "aws:redshiftserverless/workgroup:Workgroup",
  "aws:redshiftdata/statement:Statement",
]);

/** Kinds that only carry a function's code or SST's own key: the functions' services make them needless. */
const carriers = new Set(["aws:s3/bucketObjectv2:BucketObjectv2", "random:index/randomBytes:RandomBytes"]);

const reasons: Record<string, string> = {
  "aws:iam/role:Role": "permissions are not enforced",
  "aws:lambda/permission:Permission": "permissions are not enforced",
  "aws:s3/bucketPolicy:BucketPolicy": "permissions are not enforced",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "permissions are not enforced",
  "aws:s3/bucketVersioning:BucketVersioning": "the local S3 keeps no old versions",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "nothing expires",
  "aws:apigatewayv2/stage:Stage": "no throttling, no access log",
  "aws:cloudwatch/logGroup:LogGroup": "logs go to files of the stage",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "no alarm is raised",
  "aws:redshiftserverless/usageLimit:UsageLimit": "usage is not limited",
  "aws:ec2/vpc:Vpc": "all services are on loopback",
  "aws:ec2/subnet:Subnet": "all services are on loopback",
  "aws:ec2/securityGroup:SecurityGroup": "all services are on loopback",
};

/** Every declared resource that no local service stands for, by the reason: told at the start, never passed over. */
export function readUnserved(resources: readonly DeclaredResource[]): Unserved[] {
  const byReason = new Map<string, Map<string, string[]>>();
  for (const { type, name } of resources) {
    if (served.has(type) || carriers.has(type)) continue;
    const reason = reasons[type] ?? noService;
    const byType = byReason.get(reason) ?? new Map<string, string[]>();
    byReason.set(reason, byType.set(type, [...(byType.get(type) ?? []), name]));
  }
  return [...byReason].map(([reason, byType]) => ({
    reason,
    resources: [...byType].map(([type, names]) => ({ type, names })),
  }));
}

/** `Bucket LakeBucket, DownloadsBucket; Role PlanRole` */
export function describeUnserved({ resources }: Unserved): string {
  return resources.map(({ type, names }) => `${type.split(":").at(-1)} ${names.join(", ")}`).join("; ");
}
