import { exportPrefix } from "@ashiato/core/export-keys";
import { deliveryPrefix, feedPrefix } from "@ashiato/core/feed-keys";
import { runPrefix } from "@ashiato/core/run-keys";
import { readFeedBuckets } from "@ashiato/core/clients/feed-buckets";
import { partition } from "./account.ts";
import { below } from "./below.ts";
import { clientsTable } from "./client-tables.ts";
import { functionAlarms } from "./function-alarms.ts";
import { batchSettings, functionSettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { downloads, lake } from "./storage.ts";
import { warehouseLink } from "./warehouse.ts";

/** Buckets of clients, each opened by its owner's policy too. */
const openedObjects = readFeedBuckets(functionSettings.feedBuckets).map(
  ({ bucket }) => $interpolate`arn:${partition}:s3:::${bucket}/*`,
);

const published = [
  // Without ListBucket S3 answers 403 for what is not there.
  { actions: ["s3:ListBucket"], resources: [downloads.arn] },
  { actions: ["s3:GetObject"], resources: below(downloads.arn, [exportPrefix]) },
];

export const planFeeds = new sst.aws.Function("PlanFeeds", {
  handler: "packages/functions/src/plan-feeds.handler",
  description: "Finds the feeds that lack a version of a date",
  architecture: "arm64",
  memory: batchSettings.functionMemory,
  timeout: batchSettings.functionTimeout,
  link: [clientsTable, downloads, settingsLink],
  permissions: [{ actions: ["dynamodb:Query"], resources: [clientsTable.arn] }, ...published],
});

export const prepareFeed = new sst.aws.Function("PrepareFeed", {
  handler: "packages/functions/src/prepare-feed.handler",
  description: "Writes the statements of a feed",
  architecture: "arm64",
  memory: batchSettings.functionMemory,
  timeout: batchSettings.functionTimeout,
  link: [clientsTable, downloads, lake, warehouseLink],
  permissions: [{ actions: ["dynamodb:GetItem"], resources: [clientsTable.arn] }, ...published],
});

export const deliverFeed = new sst.aws.Function("DeliverFeed", {
  handler: "packages/functions/src/deliver-feed.handler",
  description: "Checks what the warehouse unloaded for a feed, and copies it to its client",
  architecture: "arm64",
  memory: batchSettings.functionMemory,
  // It reads each file once, and S3 copies it.
  timeout: batchSettings.publishTimeout,
  link: [downloads, lake, settingsLink],
  permissions: [
    ...published,
    { actions: ["s3:ListBucket"], resources: [lake.arn] },
    { actions: ["s3:GetObject"], resources: below(lake.arn, [feedPrefix]) },
    { actions: ["s3:PutObject"], resources: below(downloads.arn, [feedPrefix, deliveryPrefix]) },
    // The manifest of another feed that delivered to the same place before.
    { actions: ["s3:GetObject"], resources: below(downloads.arn, [feedPrefix]) },
    { actions: ["s3:PutObject"], resources: below(lake.arn, [runPrefix]) },
    ...(openedObjects.length > 0 ? [{ actions: ["s3:PutObject"], resources: openedObjects }] : []),
  ],
});

export const concludeFeeds = new sst.aws.Function("ConcludeFeeds", {
  handler: "packages/functions/src/conclude-feeds.handler",
  description: "Counts the feeds that were delivered and those that failed",
  architecture: "arm64",
  memory: batchSettings.functionMemory,
  timeout: batchSettings.functionTimeout,
  link: [lake],
  permissions: [{ actions: ["s3:PutObject"], resources: below(lake.arn, [runPrefix]) }],
});

functionAlarms({
  PlanFeeds: planFeeds,
  PrepareFeed: prepareFeed,
  DeliverFeed: deliverFeed,
  ConcludeFeeds: concludeFeeds,
});
