import type { DeclaredResource } from "../evaluate/declared-app.ts";

export type Unserved = { type: string; names: string[]; reason: string };

/** Kinds that a plan reader picks up. */
const served = new Set([
  "aws:s3/bucket:Bucket",
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

/** Every declared resource that no local service stands for: told at the start, never passed over. */
export function readUnserved(resources: readonly DeclaredResource[]): Unserved[] {
  const names = new Map<string, string[]>();
  for (const { type, name } of resources) {
    if (served.has(type) || carriers.has(type)) continue;
    names.set(type, [...(names.get(type) ?? []), name]);
  }
  return [...names].map(([type, each]) => ({
    type,
    names: each,
    reason: reasons[type] ?? "no local service reads this kind",
  }));
}
