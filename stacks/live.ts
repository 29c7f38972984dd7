import { eventSource } from "@ashiato/core/events/app-event";
import { metricDimensions, metricNamespace } from "@ashiato/core/metrics";
import { changesPrefix, pushedKey, snapshotsPrefix } from "@ashiato/core/live-keys";
import { alarm } from "./alarm.ts";
import { api } from "./api.ts";
import { below } from "./below.ts";
import { dailyBatch } from "./daily-batch.ts";
import { batch, readRuns } from "./delivery.ts";
import { live } from "./live-api.ts";
import { refreshes } from "./positions.ts";
import { followedRuns, pushes, spreading, subscriptions } from "./pushes.ts";
import { lake } from "./storage.ts";
import { allowsKeys, route } from "./authorization.ts";
import { clientsTable, clientUsageTable } from "./client-tables.ts";
import { eventRule } from "./event-rule.ts";
import { events } from "./events.ts";
import { functionAlarms } from "./function-alarms.ts";
import { consume, functionQueue } from "./function-queue.ts";
import { ticketsTable } from "./session-tables.ts";
import { deliverySettings, liveSettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { admitRules } from "./stage-rules.ts";

const authorize = new sst.aws.Function("AuthorizeConnection", {
  handler: "packages/functions/src/authorize-connection.handler",
  description: "Lets whoever has a key or a ticket open a connection",
  ...liveSettings.handshake,
  link: [...allowsKeys.link, ticketsTable],
  permissions: [
    ...allowsKeys.permissions,
    { actions: ["dynamodb:DeleteItem"], resources: [ticketsTable.arn] },
  ],
});

// No identity source: the key may be in a header and the ticket in the URL, and API Gateway refuses whoever
// lacks one of those that are named.
const authorizer = live.addAuthorizer("Keys", { lambda: { function: authorize.arn, identitySources: [] } });

const socket = new sst.aws.Function("Socket", {
  handler: "packages/functions/src/socket.handler",
  description: "Takes what clients say on a connection, and its end",
  ...liveSettings.handshake,
  link: [clientsTable, followedRuns, lake, pushes, refreshes, settingsLink, subscriptions],
  permissions: [
    { actions: ["dynamodb:PutItem", "dynamodb:DeleteItem"], resources: [subscriptions.arn] },
    // Whether the key is still valid, and what its client may hear of.
    { actions: ["dynamodb:GetItem"], resources: [clientsTable.arn] },
    // What a subscription begins with: the positions that were pushed last, and how far a run is.
    { actions: ["s3:ListBucket"], resources: [lake.arn] },
    { actions: ["s3:GetObject"], resources: [$interpolate`${lake.arn}/${pushedKey}`] },
    { actions: ["sqs:SendMessage"], resources: [followedRuns.arn, pushes.arn, refreshes.arn] },
  ],
});

live.route("$connect", socket.arn, { auth: { lambda: authorizer.id } });
live.route("$disconnect", socket.arn);
const messages = live.route("$default", socket.arn, {
  transform: { route: { routeResponseSelectionExpression: "$default" } },
});
// Without it a client would not get what the function returns.
new aws.apigatewayv2.RouteResponse("LiveAnswers", {
  apiId: live.nodes.api.id,
  routeId: messages.nodes.route.id,
  routeResponseKey: "$default",
});

const ticketing = new sst.aws.Function("CreateTickets", {
  handler: "packages/functions/src/tickets.handler",
  description: "Gives tickets with which web pages open connections, and people sign in to the console",
  architecture: "arm64",
  memory: deliverySettings.memory,
  timeout: deliverySettings.timeout,
  link: [live, ticketsTable, clientUsageTable, settingsLink],
  permissions: [
    { actions: ["dynamodb:PutItem"], resources: [ticketsTable.arn] },
    { actions: ["dynamodb:UpdateItem"], resources: [clientUsageTable.arn] },
  ],
});

route("POST /v1/tickets", ticketing);
route("POST /v1/sign-in-tickets", ticketing);

const deliver = new sst.aws.Function("DeliverPushes", {
  handler: "packages/functions/src/socket-deliver.handler",
  description: "Sends what happened to connections",
  architecture: "arm64",
  memory: liveSettings.memory,
  timeout: liveSettings.pushTimeout,
  link: [live, subscriptions, clientsTable, lake, settingsLink],
  permissions: [
    consume(pushes),
    { actions: ["s3:ListBucket"], resources: [lake.arn] },
    { actions: ["s3:GetObject"], resources: below(lake.arn, [snapshotsPrefix, changesPrefix]) },
    { actions: ["dynamodb:DeleteItem"], resources: [subscriptions.arn] },
    { actions: ["dynamodb:GetItem"], resources: [clientsTable.arn] },
    {
      actions: ["execute-api:ManageConnections"],
      resources: [$interpolate`${live.nodes.api.executionArn}/$default/*/@connections/*`],
    },
  ],
});

pushes.subscribe(deliver.arn, { batch: { size: 1 } });

const { queue: happened } = functionQueue("EventPushes", {
  visibilityTimeout: liveSettings.pushVisibility,
  attempts: liveSettings.pushAttempts,
  alarmAgeSeconds: liveSettings.alarmAgeSeconds,
  dead: "An event was not pushed to connections: see the log of SpreadEvents, and docs/operations.md, Pushes.",
  waiting: "Events wait to be pushed: SpreadEvents fails, or its queue no longer invokes it.",
});
admitRules("EventPushes", happened);

const spread = new sst.aws.Function("SpreadEvents", {
  handler: "packages/functions/src/socket-events.handler",
  description: "Puts an event on the queue of pushes, for all that subscribe to its topic",
  architecture: "arm64",
  memory: liveSettings.memory,
  timeout: liveSettings.pushTimeout,
  link: [...spreading.link, followedRuns],
  permissions: [
    ...spreading.permissions,
    consume(happened),
    { actions: ["sqs:SendMessage"], resources: [followedRuns.arn] },
  ],
});

happened.subscribe(spread.arn, { batch: { size: 1 } });

const follow = new sst.aws.Function("FollowRuns", {
  handler: "packages/functions/src/socket-runs.handler",
  description: "Looks at runs in progress, and pushes how far they are",
  architecture: "arm64",
  memory: liveSettings.memory,
  timeout: liveSettings.pushTimeout,
  link: [...spreading.link, api, batch, followedRuns, lake, settingsLink],
  permissions: [
    ...spreading.permissions,
    ...readRuns,
    consume(followedRuns),
    { actions: ["sqs:SendMessage"], resources: [followedRuns.arn] },
    { actions: ["dynamodb:UpdateItem", "dynamodb:DeleteItem"], resources: [subscriptions.arn] },
    { actions: ["states:ListExecutions"], resources: [dailyBatch.arn] },
  ],
});

followedRuns.subscribe(follow.arn, {
  batch: { size: 10 },
  // Step Functions answers so many questions a second, and runs themselves ask as well.
  transform: { eventSourceMapping: { scalingConfig: { maximumConcurrency: 2 } } },
});

eventRule("EventsToPush", {
  description: "Every event, for those who hear of it on a connection",
  bus: events,
  pattern: { source: [eventSource] },
  target: { id: "EventPushes", arn: happened.arn },
});

alarm("PushesFailedAlarm", {
  description:
    "Connections were closed because nothing could be sent to them, which is no fault of their clients: see the log of DeliverPushes, and docs/operations.md, Pushes.",
  namespace: metricNamespace,
  metric: "failed",
  dimensions: metricDimensions("push", $app.stage),
  statistic: "Sum",
  threshold: 0,
  periodSeconds: 300,
});

functionAlarms({
  AuthorizeConnection: authorize,
  Socket: socket,
  CreateTickets: ticketing,
  DeliverPushes: deliver,
  SpreadEvents: spread,
  FollowRuns: follow,
});
