import { metricDimensions, metricNamespace } from "@ashiato/core/metrics";
import { alarm } from "./alarm.ts";
import { route } from "./authorization.ts";
import { clientUsageTable, limitActions } from "./client-tables.ts";
import { deadLetterQueue } from "./dead-letters.ts";
import { functionAlarms } from "./function-alarms.ts";
import { queueSettings, receiveSettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";

/**
 * Messages that `store` could not process in many attempts; their reports were confirmed to devices as kept.
 */
export const deadReports = deadLetterQueue("DeadReports");

/** Accepted reports, as CSV lines, until `store` writes them to the lake. */
export const reports = new sst.aws.Queue("Reports", {
  visibilityTimeout: queueSettings.visibilityTimeout,
  dlq: { queue: deadReports.arn, retry: queueSettings.maxReceiveCount },
  transform: {
    queue: {
      messageRetentionSeconds: queueSettings.retentionSeconds,
      maxMessageSize: queueSettings.maxMessageBytes,
      receiveWaitTimeSeconds: queueSettings.receiveWaitSeconds,
    },
  },
});

const receive = new sst.aws.Function("Receive", {
  handler: "packages/functions/src/receive.handler",
  description: "Validates location reports and puts them on the queue",
  architecture: "arm64",
  memory: receiveSettings.memory,
  timeout: receiveSettings.timeout,
  link: [reports, clientUsageTable, settingsLink],
  permissions: [
    { actions: ["sqs:SendMessage"], resources: [reports.arn] },
    { actions: limitActions, resources: [clientUsageTable.arn] },
  ],
});

route("POST /v1/locations", receive);

const identifyStage = new sst.aws.Function("IdentifyStage", {
  handler: "packages/functions/src/identify-stage.handler",
  description: "Tells senders which stage this is",
  architecture: "arm64",
  memory: receiveSettings.memory,
  timeout: receiveSettings.timeout,
});

route("GET /v1/stage", identifyStage);

const receiveFormats = new sst.aws.Function("ReceiveFormats", {
  handler: "packages/functions/src/receive-formats.handler",
  description: "Takes what phones' apps send by themselves",
  architecture: "arm64",
  memory: receiveSettings.memory,
  timeout: receiveSettings.timeout,
  link: [reports, clientUsageTable, settingsLink],
  permissions: [
    { actions: ["sqs:SendMessage"], resources: [reports.arn] },
    { actions: limitActions, resources: [clientUsageTable.arn] },
  ],
});

route("POST /v1/locations/overland", receiveFormats);
route("POST /v1/locations/owntracks", receiveFormats);
route("POST /v1/locations/traccar", receiveFormats);
route("GET /v1/locations/traccar", receiveFormats);
route("POST /v1/locations/osmand", receiveFormats);
route("GET /v1/locations/osmand", receiveFormats);
// Paths with a trailing slash, and requests that devices make before they send.
route("ANY /v1/locations/{path+}", receiveFormats);
// A browser's preflight request has no token, and the route above would refuse it.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
route("OPTIONS /v1/locations/{path+}", receiveFormats);

alarm("DeadReportsAlarm", {
  description:
    "Reports are in the dead-letter queue: store failed on them again and again. See docs/operations.md, The queue grows.",
  namespace: "AWS/SQS",
  metric: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: deadReports.nodes.queue.name },
  statistic: "Maximum",
  threshold: 0,
  periodSeconds: 300,
});

alarm("ReportsAgeAlarm", {
  description: "Reports wait too long on the queue: store does not run, or does not keep up.",
  namespace: "AWS/SQS",
  metric: "ApproximateAgeOfOldestMessage",
  dimensions: { QueueName: reports.nodes.queue.name },
  statistic: "Maximum",
  threshold: queueSettings.alarmAgeSeconds,
  periodSeconds: 300,
});

alarm("UnavailableAlarm", {
  description:
    "The queue did not take reports: their senders were answered 503 and send them again. See docs/operations.md, An alarm.",
  namespace: metricNamespace,
  metric: "unavailable",
  dimensions: metricDimensions("receive", $app.stage),
  statistic: "Sum",
  threshold: 0,
  periodSeconds: 300,
});

functionAlarms({ Receive: receive, IdentifyStage: identifyStage, ReceiveFormats: receiveFormats });
