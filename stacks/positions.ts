import { newestPrefix, positionsKey, tracksPrefix } from "@ashiato/core/live-keys";
import { metricDimensions, metricNamespace } from "@ashiato/core/metrics";
import { alarm } from "./alarm.ts";
import { route } from "./authorization.ts";
import { below } from "./below.ts";
import { clientUsageTable } from "./client-tables.ts";
import { functionAlarms } from "./function-alarms.ts";
import { undelivered } from "./schedules.ts";
import { positionSettings, queueSettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { lake } from "./storage.ts";

const deadRefreshes = new sst.aws.Queue("DeadPositionRefreshes", {
  fifo: true,
  transform: { queue: { messageRetentionSeconds: queueSettings.deadRetentionSeconds } },
});

/**
 * Refreshes of the stored positions that were asked for. FIFO, because it then drops what is asked for again
 * within five minutes, and hands out one refresh at a time.
 */
const refreshes = new sst.aws.Queue("PositionRefreshes", {
  fifo: true,
  visibilityTimeout: positionSettings.refreshVisibility,
  dlq: { queue: deadRefreshes.arn, retry: positionSettings.refreshAttempts },
});

const positionsArn = $interpolate`${lake.arn}/${positionsKey}`;

const refresh = new sst.aws.Function("RefreshPositions", {
  handler: "packages/functions/src/positions-refresh.handler",
  description: "Merges drained reports into the newest position of each device",
  architecture: "arm64",
  memory: positionSettings.memory,
  timeout: positionSettings.refreshTimeout,
  link: [lake, settingsLink],
  permissions: [
    { actions: ["s3:ListBucket"], resources: [lake.arn] },
    { actions: ["s3:GetObject"], resources: [positionsArn, ...below(lake.arn, [newestPrefix])] },
    { actions: ["s3:PutObject"], resources: [positionsArn] },
    {
      actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      resources: [refreshes.arn],
    },
  ],
});

refreshes.subscribe(refresh.arn, { batch: { size: 1 } });

new sst.aws.CronV2("RefreshPositionsSchedule", {
  function: refresh,
  schedule: positionSettings.schedule,
  dlq: undelivered.arn,
});

const positions = new sst.aws.Function("Positions", {
  handler: "packages/functions/src/positions.handler",
  description: "Shows where devices are, and their last hours",
  architecture: "arm64",
  memory: positionSettings.memory,
  timeout: positionSettings.timeout,
  link: [clientUsageTable, lake, refreshes, settingsLink],
  permissions: [
    // Without it S3 answers 403 instead of 404 before the first refresh.
    { actions: ["s3:ListBucket"], resources: [lake.arn] },
    { actions: ["s3:GetObject"], resources: [positionsArn, ...below(lake.arn, [tracksPrefix])] },
    { actions: ["sqs:SendMessage"], resources: [refreshes.arn] },
    // Requests of a minute alone: what is used of days concerns other routes.
    { actions: ["dynamodb:UpdateItem"], resources: [clientUsageTable.arn] },
  ],
});

route("GET /v1/positions", positions);
route("GET /v1/positions/{device}", positions);

alarm("DeadPositionRefreshesAlarm", {
  description: "Positions could not be refreshed: see the log of RefreshPositions.",
  namespace: "AWS/SQS",
  metric: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: deadRefreshes.nodes.queue.name },
  statistic: "Maximum",
  threshold: 0,
  periodSeconds: 300,
});

alarm("PositionRefreshesAgeAlarm", {
  description: "Refreshes of positions wait: RefreshPositions fails, or its queue no longer invokes it.",
  namespace: "AWS/SQS",
  metric: "ApproximateAgeOfOldestMessage",
  dimensions: { QueueName: refreshes.nodes.queue.name },
  statistic: "Maximum",
  threshold: positionSettings.alarmAgeSeconds,
  periodSeconds: 300,
});

alarm("RefreshesRefusedAlarm", {
  description: "A refresh of positions could not be put on its queue: see the log of Positions.",
  namespace: metricNamespace,
  metric: "refreshesRefused",
  dimensions: metricDimensions("positions", $app.stage),
  statistic: "Sum",
  threshold: 0,
  periodSeconds: 300,
});

functionAlarms({ RefreshPositions: refresh, Positions: positions });
