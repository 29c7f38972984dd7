import { completeThroughKey } from "@ashiato/core/export-keys";
import { route } from "./authorization.ts";
import { clientUsageTable } from "./client-tables.ts";
import { dailyBatch, dailyBatchSchedule } from "./daily-batch.ts";
import { deadLetterQueues } from "./dead-letters.ts";
import { batch, readRuns } from "./delivery.ts";
import { functionAlarms } from "./function-alarms.ts";
import { reports } from "./receive.ts";
import { deliverySettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { downloads, lake } from "./storage.ts";

const deadQueues = [...deadLetterQueues()];

/** URLs by the names of the queues. */
const deadLetters = new sst.Linkable("DeadLetters", {
  properties: Object.fromEntries(deadQueues.map(([name, { url }]) => [name, url])),
});

const batchSchedule = new sst.Linkable("BatchSchedule", { properties: { name: dailyBatchSchedule.name } });

const status = new sst.aws.Function("Status", {
  handler: "packages/functions/src/status.handler",
  description: "Returns what an operator sees of the stage at a glance",
  architecture: "arm64",
  memory: deliverySettings.memory,
  timeout: deliverySettings.timeout,
  link: [reports, deadLetters, lake, downloads, batch, batchSchedule, clientUsageTable, settingsLink],
  permissions: [
    { actions: ["dynamodb:UpdateItem"], resources: [clientUsageTable.arn] },
    // Metrics belong to no resource, and alarms are found by their prefix and state, not by name.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
    {
      actions: ["cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:DescribeAlarms"],
      resources: ["*"],
    },
    {
      actions: ["sqs:GetQueueAttributes"],
      resources: [reports.arn, ...deadQueues.map(([, { arn }]) => arn)],
    },
    { actions: ["scheduler:GetSchedule"], resources: [dailyBatchSchedule.arn] },
    { actions: ["states:ListExecutions"], resources: [dailyBatch.arn] },
    // With s3:ListBucket on the lake, which also lists the inbox.
    ...readRuns,
    // Without it S3 answers 403 instead of 404 before a run has completed.
    { actions: ["s3:ListBucket"], resources: [downloads.arn] },
    { actions: ["s3:GetObject"], resources: [$interpolate`${downloads.arn}/${completeThroughKey}`] },
  ],
});

route("GET /v1/status", status);

functionAlarms({ Status: status });
