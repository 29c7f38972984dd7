import { eventSource } from "@ashiato/core/events/app-event";
import { allowedNetworksOf } from "@ashiato/core/webhooks/network-address";
import { accountId } from "./account.ts";
import { route } from "./authorization.ts";
import { clientAuditTable, clientUsageTable } from "./client-tables.ts";
import { eventRule } from "./event-rule.ts";
import { events } from "./events.ts";
import { functionAlarms } from "./function-alarms.ts";
import { consume, functionQueue } from "./function-queue.ts";
import { webhookSettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { admitRules } from "./stage-rules.ts";
import { webhookDeliveriesTable, webhooksTable } from "./webhook-tables.ts";

const allowedNetworks = accountId.apply(
  (account: string) => allowedNetworksOf(account, webhookSettings.allowedNetworks).join(",") || "none",
);

const { retrySeconds, retryForSeconds, timeoutSeconds, rotationSeconds, logDays } = webhookSettings;

const settings = new sst.Linkable("WebhookSettings", {
  properties: {
    allowedNetworks,
    retrySeconds: retrySeconds.join(","),
    retryForSeconds,
    timeoutSeconds,
    rotationSeconds,
    logDays,
  },
});

/** Every event of the stage. */
const { queue: newEvents } = functionQueue("WebhookEvents", {
  visibilityTimeout: webhookSettings.fanOutVisibility,
  attempts: webhookSettings.fanOutAttempts,
  alarmAgeSeconds: webhookSettings.fanOutAlarmAgeSeconds,
  dead: "An event went to no webhook: see the log of WebhooksFanOut, and docs/operations.md, A webhook failed.",
  waiting: "Events wait for webhooks: WebhooksFanOut fails, or its queue no longer invokes it.",
});
admitRules("WebhookEvents", newEvents);

/** A message for each event and webhook, until it is delivered. */
const { queue: deliveries, deadLetters } = functionQueue("WebhookPosts", {
  visibilityTimeout: webhookSettings.deliverVisibility,
  attempts: webhookSettings.deliverReceives,
  alarmAgeSeconds: webhookSettings.deliverAlarmAgeSeconds,
  dead: "A webhook was not delivered for a day: see docs/operations.md, A webhook failed.",
  waiting: "A delivery to a webhook is older than a day, and has not ended: see the log of WebhooksDeliver.",
});

eventRule("EventsForWebhooks", {
  description: "An event for the webhooks that ask for its type",
  bus: events,
  pattern: { source: [eventSource] },
  target: { id: "WebhookEvents", arn: newEvents.arn },
});

const fanOut = new sst.aws.Function("WebhooksFanOut", {
  handler: "packages/functions/src/webhooks-fan-out.handler",
  description: "Begins the delivery of an event to each webhook that gets its type",
  architecture: "arm64",
  memory: webhookSettings.memory,
  timeout: webhookSettings.fanOutTimeout,
  link: [webhooksTable, webhookDeliveriesTable, deliveries, settings],
  permissions: [
    consume(newEvents),
    { actions: ["dynamodb:Query"], resources: [webhooksTable.arn] },
    { actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resources: [webhookDeliveriesTable.arn] },
    { actions: ["sqs:SendMessage"], resources: [deliveries.arn] },
  ],
});

newEvents.subscribe(fanOut.arn, { batch: { size: 1 } });

const deliver = new sst.aws.Function("WebhooksDeliver", {
  handler: "packages/functions/src/webhooks-deliver.handler",
  description: "Posts an event to a webhook, and again until it is taken",
  architecture: "arm64",
  memory: webhookSettings.memory,
  timeout: webhookSettings.deliverTimeout,
  link: [webhooksTable, webhookDeliveriesTable, deliveries, deadLetters, settings],
  permissions: [
    consume(deliveries),
    // Hides a message until its next attempt.
    { actions: ["sqs:ChangeMessageVisibility"], resources: [deliveries.arn] },
    { actions: ["sqs:SendMessage"], resources: [deadLetters.arn] },
    // A receiver that is gone has its webhook disabled.
    { actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"], resources: [webhooksTable.arn] },
    { actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resources: [webhookDeliveriesTable.arn] },
  ],
});

deliveries.subscribe(deliver.arn, {
  batch: { size: 1, partialResponses: true },
  transform: {
    eventSourceMapping: { scalingConfig: { maximumConcurrency: webhookSettings.maxConcurrency } },
  },
});

const manage = new sst.aws.Function("ManageWebhooks", {
  handler: "packages/functions/src/webhooks.handler",
  description: "Adds webhooks, tries them, and shows what was posted to them",
  architecture: "arm64",
  memory: webhookSettings.memory,
  timeout: webhookSettings.manageTimeout,
  link: [
    webhooksTable,
    webhookDeliveriesTable,
    clientAuditTable,
    clientUsageTable,
    deliveries,
    settings,
    settingsLink,
  ],
  permissions: [
    {
      actions: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem"],
      resources: [webhooksTable.arn],
    },
    {
      actions: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
      resources: [webhookDeliveriesTable.arn],
    },
    { actions: ["dynamodb:PutItem"], resources: [clientAuditTable.arn] },
    // Requests of a minute alone: what is used of days concerns other routes.
    { actions: ["dynamodb:UpdateItem"], resources: [clientUsageTable.arn] },
    { actions: ["sqs:SendMessage"], resources: [deliveries.arn] },
  ],
});

route("POST /v1/webhooks", manage);
route("GET /v1/webhooks", manage);
route("GET /v1/webhooks/{webhook}", manage);
route("DELETE /v1/webhooks/{webhook}", manage);
route("POST /v1/webhooks/{webhook}/test", manage);
route("POST /v1/webhooks/{webhook}/rotate", manage);
route("GET /v1/webhooks/{webhook}/deliveries", manage);
route("POST /v1/webhooks/{webhook}/deliveries/{event}/replay", manage);

functionAlarms({ WebhooksFanOut: fanOut, WebhooksDeliver: deliver, ManageWebhooks: manage });
