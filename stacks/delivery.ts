import { exportPrefix } from "@ashiato/core/export-keys";
import { runPrefix } from "@ashiato/core/run-keys";
import { route } from "./authorization.ts";
import { below } from "./below.ts";
import { clientsTable, clientUsageTable, limitActions } from "./client-tables.ts";
import { dailyBatch } from "./daily-batch.ts";
import { dailyBatchArns } from "./daily-batch-role.ts";
import { functionAlarms } from "./function-alarms.ts";
import { live } from "./live-api.ts";
import { deliverySettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { downloads, lake } from "./storage.ts";

const exports = new sst.aws.Function("Exports", {
  handler: "packages/functions/src/exports.handler",
  description: "Lists exports and signs links to their files",
  architecture: "arm64",
  memory: deliverySettings.memory,
  timeout: deliverySettings.timeout,
  link: [downloads, clientUsageTable, settingsLink],
  permissions: [
    // Without it S3 answers 403 instead of 404 for what no run has written yet. A condition on the prefix
    // would not hold: a request for an object has none.
    { actions: ["s3:ListBucket"], resources: [downloads.arn] },
    // A signed link has the permissions of its signer.
    { actions: ["s3:GetObject"], resources: below(downloads.arn, [exportPrefix]) },
    { actions: limitActions, resources: [clientUsageTable.arn] },
  ],
});

route("GET /v1/exports", exports);
route("GET /v1/exports/{date}", exports);
route("GET /v1/exports/{date}/csv", exports);
route("GET /v1/exports/{date}/changes", exports);
route("GET /v1/exports/{date}/picture", exports);

/** The state machine, as functions read it: `Resource.Batch.arn`. */
export const batch = new sst.Linkable("Batch", { properties: { arn: dailyBatch.arn } });

/** What a function does that reads how far a run is. */
export const readRuns = [
  {
    actions: ["states:DescribeExecution", "states:GetExecutionHistory", "states:ListMapRuns"],
    resources: [dailyBatchArns.executions],
  },
  { actions: ["states:DescribeMapRun"], resources: dailyBatchArns.mapRuns },
  // Without it S3 answers 403 instead of 404 for a ledger that does not exist yet. A condition on the
  // prefix would never be met, because a request for an object has none.
  { actions: ["s3:ListBucket"], resources: [lake.arn] },
  { actions: ["s3:GetObject"], resources: below(lake.arn, [runPrefix]) },
];

const runs = new sst.aws.Function("Runs", {
  handler: "packages/functions/src/runs.handler",
  description: "Starts runs of the daily batch and returns their progress",
  architecture: "arm64",
  memory: deliverySettings.memory,
  timeout: deliverySettings.timeout,
  link: [batch, lake, clientsTable, clientUsageTable, settingsLink],
  permissions: [
    { actions: ["dynamodb:UpdateItem"], resources: [clientUsageTable.arn] },
    // Whose feed a run is to make.
    { actions: ["dynamodb:GetItem"], resources: [clientsTable.arn] },
    { actions: ["states:StartExecution", "states:ListExecutions"], resources: [dailyBatch.arn] },
    ...readRuns,
    // The definition that a run had, its maps, and their children that failed.
    { actions: ["states:DescribeStateMachineForExecution"], resources: [dailyBatchArns.executions] },
    { actions: ["states:ListExecutions"], resources: dailyBatchArns.mapRuns },
    { actions: ["states:DescribeExecution"], resources: dailyBatchArns.children },
  ],
});

route("POST /v1/runs", runs);
route("GET /v1/runs", runs);
route("GET /v1/runs/{run}", runs);
route("GET /v1/runs/{run}/steps", runs);

const documentation = new sst.aws.Function("Documentation", {
  handler: "packages/functions/src/documentation.handler",
  description: "The API's OpenAPI document, and a page to browse it",
  architecture: "arm64",
  memory: deliverySettings.memory,
  timeout: deliverySettings.timeout,
  // The page names the origin of signed links in its content security policy, and signs a link to find it.
  link: [downloads, live, settingsLink],
  copyFiles: [
    "node_modules/swagger-ui-dist/swagger-ui-bundle.js",
    "node_modules/swagger-ui-dist/swagger-ui.css",
    "packages/functions/src/documentation/viewer/start.js",
  ].map((from) => ({ from, to: `viewer/${from.split("/").at(-1)}` })),
});

route("GET /", documentation);
route("GET /v1/openapi.json", documentation);
route("GET /v1/asyncapi.json", documentation);
route("GET /docs", documentation);
route("GET /docs/{asset}", documentation);

functionAlarms({ Exports: exports, Runs: runs, Documentation: documentation });
