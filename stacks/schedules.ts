import { alarm } from "./alarm.ts";
import { deadLetterQueue } from "./dead-letters.ts";
import { admitRules } from "./stage-rules.ts";

/** What a schedule or a rule could not deliver to its target after all attempts. */
export const undelivered = deadLetterQueue("Undelivered");
admitRules("Undelivered", undelivered);

alarm("UndeliveredAlarm", {
  description:
    "A schedule could not start a drain or the daily batch: see the queue's messages, and docs/operations.md, An alarm.",
  namespace: "AWS/SQS",
  metric: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: undelivered.nodes.queue.name },
  statistic: "Maximum",
  threshold: 0,
  periodSeconds: 300,
});
