/* What linked functions read with `import { Resource } from "sst"`, from the program's links. SST's own sst-env.d.ts, which git ignores, says the same. */
/* oxlint-disable */
import "sst";
declare module "sst" {
  export interface Resource {
    "Api": {
      "type": "sst.aws.ApiGatewayV2";
      "url": string;
    };
    "Batch": {
      "arn": string;
      "type": "sst.sst.Linkable";
    };
    "BatchSchedule": {
      "name": string;
      "type": "sst.sst.Linkable";
    };
    "ClientAudit": {
      "name": string;
      "type": "sst.aws.Dynamo";
    };
    "ClientUsage": {
      "name": string;
      "type": "sst.aws.Dynamo";
    };
    "Clients": {
      "name": string;
      "type": "sst.aws.Dynamo";
    };
    "DeadLetters": {
      "DeadEventPushes": string;
      "DeadFollowedRuns": string;
      "DeadOccurrences": string;
      "DeadPictures": string;
      "DeadPositionPushes": string;
      "DeadPositionRefreshes": string;
      "DeadPushes": string;
      "DeadReports": string;
      "DeadWebhookEvents": string;
      "DeadWebhookPosts": string;
      "Undelivered": string;
      "type": "sst.sst.Linkable";
    };
    "DeadWebhookPosts": {
      "type": "sst.aws.Queue";
      "url": string;
    };
    "DownloadToken": {
      "type": "sst.sst.Secret";
      "value": string;
    };
    "DownloadTokenNext": {
      "type": "sst.sst.Secret";
      "value": string;
    };
    "Downloads": {
      "name": string;
      "type": "sst.aws.Bucket";
    };
    "Events": {
      "name": string;
      "type": "sst.aws.Bus";
    };
    "FollowedRuns": {
      "type": "sst.aws.Queue";
      "url": string;
    };
    "Inbox": {
      "name": string;
      "type": "sst.aws.Bucket";
    };
    "IngestToken": {
      "type": "sst.sst.Secret";
      "value": string;
    };
    "IngestTokenNext": {
      "type": "sst.sst.Secret";
      "value": string;
    };
    "Lake": {
      "name": string;
      "type": "sst.aws.Bucket";
    };
    "Live": {
      "managementEndpoint": string;
      "type": "sst.aws.ApiGatewayWebSocket";
      "url": string;
    };
    "LiveExport": {
      "arn": string;
      "type": "sst.sst.Linkable";
    };
    "PositionPushes": {
      "type": "sst.aws.Queue";
      "url": string;
    };
    "PositionRefreshes": {
      "type": "sst.aws.Queue";
      "url": string;
    };
    "Pushes": {
      "type": "sst.aws.Queue";
      "url": string;
    };
    "Reconcile": {
      "arn": string;
      "type": "sst.sst.Linkable";
    };
    "Reports": {
      "type": "sst.aws.Queue";
      "url": string;
    };
    "Settings": {
      "feedBuckets": string;
      "futureWindowHours": number;
      "lateWindowDays": number;
      "linkLifetimeSeconds": number;
      "localTime": boolean;
      "parquet": boolean;
      "positionsFreshSeconds": number;
      "storeEmptyReceives": number;
      "storeFlushBytes": number;
      "storeFlushMessages": number;
      "storeReceivers": number;
      "storeReserveSeconds": number;
      "storeVisibilitySeconds": number;
      "storeWaitSeconds": number;
      "supersededDays": number;
      "timeZone": string;
      "trackHours": number;
      "type": "sst.sst.Linkable";
    };
    "Streets": {
      "hosts": string;
      "style": string;
      "type": "sst.sst.Linkable";
    };
    "Subscriptions": {
      "name": string;
      "type": "sst.aws.Dynamo";
    };
    "Tickets": {
      "name": string;
      "type": "sst.aws.Dynamo";
    };
    "Warehouse": {
      "database": string;
      "daysTable": string;
      "iamRoleArn": string;
      "inboxTable": string;
      "schema": string;
      "secretArn": string;
      "table": string;
      "type": "sst.sst.Linkable";
      "workgroupName": string;
    };
    "WebhookDeliveries": {
      "name": string;
      "type": "sst.aws.Dynamo";
    };
    "WebhookPosts": {
      "type": "sst.aws.Queue";
      "url": string;
    };
    "WebhookSettings": {
      "allowedNetworks": string;
      "logDays": number;
      "retryForSeconds": number;
      "retrySeconds": string;
      "rotationSeconds": number;
      "timeoutSeconds": number;
      "type": "sst.sst.Linkable";
    };
    "Webhooks": {
      "name": string;
      "type": "sst.aws.Dynamo";
    };
  }
}
export {};
