import { alarm } from "./alarm.ts";
import { deadLetterQueue } from "./dead-letters.ts";
import { functionQueue } from "./function-queue.ts";
import { liveSettings } from "./settings.ts";

/**
 * What each connection subscribes to, at most one subscription to a topic: all that subscribe to one are
 * found without those that do not, and those of a connection are four items. A connection without a
 * subscription has none. `ends` is the longest that a connection lasts. Under the topic `run-chains`, each
 * run that is being followed.
 */
export const subscriptions = new sst.aws.Dynamo("Subscriptions", {
  fields: { topic: "string", connection: "string" },
  primaryIndex: { hashKey: "topic", rangeKey: "connection" },
  ttl: "ends",
});

const deadPushes = deadLetterQueue("DeadPushes", {
  fifo: true,
  retentionSeconds: liveSettings.deadPushSeconds,
});

/**
 * What is to be sent, each message to some connections. FIFO, because a connection must not hear of an older
 * position after a newer one; its groups are of connections, and are worked on at the same time.
 */
export const pushes = new sst.aws.Queue("Pushes", {
  fifo: true,
  visibilityTimeout: liveSettings.pushVisibility,
  dlq: { queue: deadPushes.arn, retry: liveSettings.pushAttempts },
  transform: { queue: { messageRetentionSeconds: liveSettings.pushSeconds } },
});

/** What a function does to push something to all that subscribe to a topic. */
export const spreading = {
  link: [pushes, subscriptions],
  permissions: [
    { actions: ["dynamodb:Query"], resources: [subscriptions.arn] },
    { actions: ["sqs:SendMessage"], resources: [pushes.arn] },
  ],
};

/** Runs in progress to look at, as long as a connection subscribes to runs. */
export const { queue: followedRuns } = functionQueue("FollowedRuns", {
  visibilityTimeout: liveSettings.pushVisibility,
  attempts: liveSettings.pushAttempts,
  alarmAgeSeconds: liveSettings.alarmAgeSeconds,
  dead: "A run in progress is not followed: see the log of FollowRuns, and docs/operations.md, Pushes.",
  waiting: "Runs wait to be looked at: FollowRuns fails, or its queue no longer invokes it.",
});

alarm("DeadPushesAlarm", {
  description:
    "Something could not be pushed to connections: see the log of DeliverPushes, and docs/operations.md, Pushes.",
  namespace: "AWS/SQS",
  metric: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: deadPushes.nodes.queue.name },
  statistic: "Maximum",
  threshold: 0,
  periodSeconds: 300,
});

alarm("PushesAgeAlarm", {
  description: "Pushes wait: DeliverPushes fails, or its queue no longer invokes it.",
  namespace: "AWS/SQS",
  metric: "ApproximateAgeOfOldestMessage",
  dimensions: { QueueName: pushes.nodes.queue.name },
  statistic: "Maximum",
  threshold: liveSettings.alarmAgeSeconds,
  periodSeconds: 300,
});
