import { alarm } from "./alarm.ts";
import { deadLetterQueue } from "./dead-letters.ts";
import { queueSettings } from "./settings.ts";

export type FunctionQueueArgs = {
  /** At least six times the timeout of the function, as AWS recommends. */
  visibilityTimeout: `${number} ${"seconds" | "minutes" | "hours"}`;
  /** Receives of a message before it becomes a dead letter. */
  attempts: number;
  /** Alarms when the oldest message is older. */
  alarmAgeSeconds: number;
  /** What it means that there are dead letters. */
  dead: string;
  /** What it means that messages wait. */
  waiting: string;
};

/**
 * Declares a queue for messages of a function, a queue of dead letters for it, `Dead…`, and an alarm on each
 * of them.
 */
export function functionQueue(
  name: string,
  { visibilityTimeout, attempts, alarmAgeSeconds, dead, waiting }: FunctionQueueArgs,
): { queue: sst.aws.Queue; deadLetters: sst.aws.Queue } {
  const deadLetters = deadLetterQueue(`Dead${name}`);
  const queue = new sst.aws.Queue(name, {
    visibilityTimeout,
    dlq: { queue: deadLetters.arn, retry: attempts },
    transform: { queue: { messageRetentionSeconds: queueSettings.retentionSeconds } },
  });
  alarm(`Dead${name}Alarm`, {
    description: dead,
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: deadLetters.nodes.queue.name },
    statistic: "Maximum",
    threshold: 0,
    periodSeconds: 300,
  });
  alarm(`${name}AgeAlarm`, {
    description: waiting,
    namespace: "AWS/SQS",
    metric: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queue.nodes.queue.name },
    statistic: "Maximum",
    threshold: alarmAgeSeconds,
    periodSeconds: 300,
  });
  return { queue, deadLetters };
}

/** What a function needs to be handed the messages of a queue. */
export function consume(queue: sst.aws.Queue) {
  return {
    actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    resources: [queue.arn],
  };
}
