import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { runListSchema, runSchema } from "@ashiato/core/api/schemas";
import { workPrefix } from "@ashiato/core/keys";
import { readExpression } from "@ashiato/local/services/scheduler/schedule-expression";
import { numberText } from "../terminal/text-table.ts";
import { askApi } from "../api/ask-api.ts";
import { type Command, readWords } from "./command.ts";
import { queueDepth } from "./queue-depth.ts";
import { leftText } from "./run/left-text.ts";
import { type CommandStage, openStage } from "./stage.ts";
import { counted } from "../terminal/counted.ts";

export const statusCommand: Command = {
  name: "status",
  summary: "shows the queue, the inbox, the last run and the next run",
  help: `Shows the messages on the queue and the age of the oldest, the work objects in the inbox, the last run and the next scheduled run.

  npm run ashiato -- status

The local SQS does not report the age of messages.
  --stage, --json: see npm run ashiato -- --help`,
  async run(words, { print, signal }) {
    const { values } = readWords(words, {});
    const stage = await openStage(values);
    const [queue, oldestSeconds, work, { runs }] = await Promise.all([
      queueDepth(stage.reportsQueueUrl),
      oldestMessage(stage),
      workObjects(stage.lakeBucket),
      askApi(stage, "/v1/runs?limit=1", { schema: runListSchema, signal }),
    ]);
    const lastRun = runs[0] ?? null;
    const left =
      lastRun === null
        ? []
        : (await askApi(stage, `/v1/runs/${lastRun.run}`, { schema: runSchema, signal })).left;
    const status = {
      stage: stage.stage,
      queue: { ...queue, oldestSeconds },
      work,
      lastRun,
      left: left ?? [],
      nextRun: nextRun(stage, Date.now()),
      storeSchedule: stage.storeSchedule,
    };
    print(values.json ? JSON.stringify(status) : statusText(status));
    return 0;
  },
};

type Status = {
  stage: string;
  queue: { waiting: number; inFlight: number; oldestSeconds: number | null };
  work: { url: string; objects: number; bytes: number; oldest: string | null };
  lastRun: { run: string; status: string; startedAt: string; stoppedAt?: string | undefined } | null;
  /** Dates that the last run left to the next one. */
  left: string[];
  nextRun: string | null;
  storeSchedule: string;
};

function statusText({ stage, queue, work, lastRun, left, nextRun: next, storeSchedule }: Status): string {
  const age = queue.oldestSeconds === null ? "" : `, the oldest ${queue.oldestSeconds} s old`;
  const oldest = work.oldest === null ? "" : `, the oldest from ${work.oldest}`;
  const last =
    lastRun === null
      ? "none"
      : `${lastRun.run} ${lastRun.status}, ${lastRun.startedAt} to ${lastRun.stoppedAt ?? "now"}`;
  return [
    `Stage     ${stage}`,
    `Queue     ${counted(queue.waiting, "message")} waiting, ${numberText(queue.inFlight)} in flight${age}; store runs at ${storeSchedule}`,
    `Inbox     ${counted(work.objects, "work object")}, ${counted(work.bytes, "byte")}${oldest}, in ${work.url}`,
    `Last run  ${last}`,
    ...leftText(left).map((text) => `Left      ${text}`),
    `Next run  ${next ?? "none"}`,
  ].join("\n");
}

/**
 * Returns the age in seconds from the last five minutes of CloudWatch; null if it has no data, and on the
 * local stage, which has no CloudWatch.
 */
async function oldestMessage({ isLocal, reportsQueueName }: CommandStage): Promise<number | null> {
  if (isLocal) {
    return null;
  }
  const cloudWatch = new CloudWatchClient({});
  try {
    const now = Date.now();
    const { Datapoints = [] } = await cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/SQS",
        MetricName: "ApproximateAgeOfOldestMessage",
        Dimensions: [{ Name: "QueueName", Value: reportsQueueName }],
        StartTime: new Date(now - 300_000),
        EndTime: new Date(now),
        Period: 300,
        Statistics: ["Maximum"],
      }),
    );
    return Datapoints[0]?.Maximum ?? null;
  } finally {
    cloudWatch.destroy();
  }
}

async function workObjects(bucket: string): Promise<Status["work"]> {
  const s3 = new S3Client({});
  const work: Status["work"] = { url: `s3://${bucket}/${workPrefix}`, objects: 0, bytes: 0, oldest: null };
  try {
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: workPrefix })) {
      for (const { Size = 0, LastModified } of page.Contents ?? []) {
        work.objects += 1;
        work.bytes += Size;
        const modified = LastModified?.toISOString() ?? null;
        work.oldest =
          work.oldest === null || (modified !== null && modified < work.oldest) ? modified : work.oldest;
      }
    }
    return work;
  } finally {
    s3.destroy();
  }
}

function nextRun({ dailyBatchSchedule, timeZone }: CommandStage, now: number): string | null {
  const next = readExpression(dailyBatchSchedule, { timeZone, startedMilliseconds: now })(now);
  return next === undefined ? null : new Date(next).toISOString();
}
