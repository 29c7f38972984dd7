import { deliveryPrefix, feedPrefix } from "@ashiato/core/feed-keys";
import { route } from "./authorization.ts";
import { below } from "./below.ts";
import { clientsTable, clientUsageTable, limitActions } from "./client-tables.ts";
import { functionAlarms } from "./function-alarms.ts";
import { deliverySettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { downloads } from "./storage.ts";

const feeds = new sst.aws.Function("Feeds", {
  handler: "packages/functions/src/feeds.handler",
  description: "Shows feeds and what they delivered, and signs links to it",
  architecture: "arm64",
  memory: deliverySettings.memory,
  timeout: deliverySettings.timeout,
  link: [clientsTable, clientUsageTable, downloads, settingsLink],
  permissions: [
    { actions: ["dynamodb:GetItem"], resources: [clientsTable.arn] },
    // Without it S3 answers 403 instead of 404 for what is not there.
    { actions: ["s3:ListBucket"], resources: [downloads.arn] },
    // A signed link has the permissions of its signer.
    { actions: ["s3:GetObject"], resources: below(downloads.arn, [deliveryPrefix, feedPrefix]) },
    { actions: limitActions, resources: [clientUsageTable.arn] },
  ],
});

route("GET /v1/feeds", feeds);
route("GET /v1/feeds/{feed}/{date}", feeds);
route("GET /v1/feeds/{feed}/{date}/file", feeds);
route("GET /v1/clients/{client}/feeds", feeds);
route("GET /v1/clients/{client}/feeds/{feed}", feeds);

functionAlarms({ Feeds: feeds });
