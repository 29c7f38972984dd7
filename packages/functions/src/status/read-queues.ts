import type { StatusParts } from "@ashiato/core/status/status";
import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { Resource } from "sst";
import { cloudwatch } from "../aws/cloudwatch.ts";
import { queueAttributes } from "../aws/sqs-calls.ts";
import { queueName } from "./queue-name.ts";

/** SQS reports a queue each minute, some minutes late. */
const ageWindowMilliseconds = 600_000;
const agePeriodSeconds = 60;

/** Returns what waits on the queue of reports, of which SQS counts messages approximately. */
export async function readQueue(now: number): Promise<StatusParts["queue"]> {
  const [depth, oldestSeconds] = await Promise.all([readDepth(Resource.Reports.url), readAge(now)]);
  return { ...depth, ...(oldestSeconds !== undefined && { oldestSeconds }) };
}

/** Returns what each queue of dead letters holds, by name. */
export async function readDeadLetters(): Promise<StatusParts["deadLetters"]> {
  const { type: _type, ...urls } = Resource.DeadLetters;
  const queues = Object.entries(urls).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Promise.all(
    queues.map(async ([queue, url]) => {
      const { waiting, inFlight } = await readDepth(url);
      return { queue, messages: waiting + inFlight };
    }),
  );
}

async function readDepth(queueUrl: string): Promise<{ waiting: number; inFlight: number }> {
  const attributes = await queueAttributes(queueUrl, [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
  ]);
  return {
    waiting: Number(attributes["ApproximateNumberOfMessages"] ?? 0),
    inFlight: Number(attributes["ApproximateNumberOfMessagesNotVisible"] ?? 0),
  };
}

/** Returns the newest age of the oldest message; undefined if SQS has reported none. */
async function readAge(now: number): Promise<number | undefined> {
  const { Datapoints = [] } = await cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/SQS",
      MetricName: "ApproximateAgeOfOldestMessage",
      Dimensions: [{ Name: "QueueName", Value: queueName(Resource.Reports.url) }],
      StartTime: new Date(now - ageWindowMilliseconds),
      EndTime: new Date(now),
      Period: agePeriodSeconds,
      Statistics: ["Maximum"],
    }),
  );
  const newest = Datapoints.toSorted((a, b) => Number(b.Timestamp) - Number(a.Timestamp))[0];
  return newest?.Maximum === undefined ? undefined : Math.round(newest.Maximum);
}
