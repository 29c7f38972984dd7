import {
  changesPrefix,
  newestPrefix,
  positionsKey,
  pushedKey,
  snapshotsPrefix,
  tracksPrefix,
} from "@ashiato/core/live-keys";
import { metricDimensions, metricNamespace } from "@ashiato/core/metrics";
import { alarm } from "./alarm.ts";
import { route } from "./authorization.ts";
import { below } from "./below.ts";
import { clientUsageTable } from "./client-tables.ts";
import { deadLetterQueue } from "./dead-letters.ts";
import { functionAlarms } from "./function-alarms.ts";
import { consume } from "./function-queue.ts";
import { spreading } from "./pushes.ts";
import { undelivered } from "./schedules.ts";
import { positionSettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { lake } from "./storage.ts";

const deadRefreshes = deadLetterQueue("DeadPositionRefreshes", { fifo: true });

/**
 * Refreshes of the stored positions that were asked for. FIFO, because it then drops what is asked for again
 * within five minutes, and hands out one refresh at a time.
 */
export const refreshes = new sst.aws.Queue("PositionRefreshes", {
  fifo: true,
  visibilityTimeout: positionSettings.refreshVisibility,
  dlq: { queue: deadRefreshes.arn, retry: positionSettings.refreshAttempts },
});

const deadPositionPushes = deadLetterQueue("DeadPositionPushes", { fifo: true });

/**
 * Refreshes whose changes are to be pushed. FIFO with one group: changes are worked out when those before are
 * on their way.
 */
const positionPushes = new sst.aws.Queue("PositionPushes", {
  fifo: true,
  visibilityTimeout: positionSettings.refreshVisibility,
  dlq: { queue: deadPositionPushes.arn, retry: positionSettings.refreshAttempts },
});

const positionsArn = $interpolate`${lake.arn}/${positionsKey}`;

const refresh = new sst.aws.Function("RefreshPositions", {
  handler: "packages/functions/src/positions-refresh.handler",
  description: "Merges drained reports into the newest position of each device",
  architecture: "arm64",
  memory: positionSettings.memory,
  timeout: positionSettings.refreshTimeout,
  link: [lake, positionPushes, settingsLink],
  permissions: [
    { actions: ["s3:ListBucket"], resources: [lake.arn] },
    { actions: ["s3:GetObject"], resources: [positionsArn, ...below(lake.arn, [newestPrefix])] },
    { actions: ["s3:PutObject"], resources: [positionsArn] },
    { actions: ["sqs:SendMessage"], resources: [positionPushes.arn] },
    {
      actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      resources: [refreshes.arn],
    },
  ],
});

refreshes.subscribe(refresh.arn, { batch: { size: 1 } });

const pushedArn = $interpolate`${lake.arn}/${pushedKey}`;
const pushedPositions = below(lake.arn, [snapshotsPrefix, changesPrefix]);

const push = new sst.aws.Function("PushPositions", {
  handler: "packages/functions/src/positions-push.handler",
  description: "Pushes the positions that have changed to those who subscribe to them",
  architecture: "arm64",
  memory: positionSettings.memory,
  timeout: positionSettings.refreshTimeout,
  link: [...spreading.link, lake],
  permissions: [
    ...spreading.permissions,
    consume(positionPushes),
    { actions: ["s3:ListBucket"], resources: [lake.arn] },
    {
      actions: ["s3:GetObject"],
      resources: [positionsArn, pushedArn, ...below(lake.arn, [snapshotsPrefix])],
    },
    { actions: ["s3:PutObject"], resources: [pushedArn, ...pushedPositions] },
  ],
});

positionPushes.subscribe(push.arn, { batch: { size: 1 } });

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

alarm("DeadPositionPushesAlarm", {
  description: "Positions were not pushed to connections: see the log of PushPositions.",
  namespace: "AWS/SQS",
  metric: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: deadPositionPushes.nodes.queue.name },
  statistic: "Maximum",
  threshold: 0,
  periodSeconds: 300,
});

alarm("PositionPushesAgeAlarm", {
  description: "Positions wait to be pushed: PushPositions fails, or its queue no longer invokes it.",
  namespace: "AWS/SQS",
  metric: "ApproximateAgeOfOldestMessage",
  dimensions: { QueueName: positionPushes.nodes.queue.name },
  statistic: "Maximum",
  threshold: positionSettings.alarmAgeSeconds,
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
  description:
    "A refresh of positions could not be put on its queue: see the log of Positions, Store or Socket.",
  namespace: metricNamespace,
  metric: "refreshesRefused",
  dimensions: metricDimensions("positions", $app.stage),
  statistic: "Sum",
  threshold: 0,
  periodSeconds: 300,
});

functionAlarms({ RefreshPositions: refresh, PushPositions: push, Positions: positions });
