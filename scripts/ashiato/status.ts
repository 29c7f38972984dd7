import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { type Run, runListSchema, runSchema } from "@ashiato/core/api/run-schemas";
import { exportListSchema } from "@ashiato/core/api/schemas";
import type { FeedResult } from "@ashiato/core/feeds/delivery";
import { workPrefix } from "@ashiato/core/work-keys";
import { numberText } from "../terminal/text-table.ts";
import { askApi } from "../api/ask-api.ts";
import { type Command, readWords } from "./command.ts";
import { queueDepth } from "./queue-depth.ts";
import { feedResultText } from "./run/feed-result-text.ts";
import { leftText } from "./run/left-text.ts";
import { type CommandStage, openStage } from "./stage.ts";
import { nextScheduledTime } from "../stage/next-scheduled-time.ts";
import { counted } from "../terminal/counted.ts";
import { readableTime } from "../report/zoned-time.ts";

export const statusCommand: Command = {
  help: `Shows the messages on the queue and the age of the oldest, the work objects in the inbox, the last run, why it failed if it did, up to when every accepted report is in an export, and the next scheduled run. Times are in the stage's time zone.

  npm run ashiato -- status

For example, of a deployed stage: npm run ashiato -- status --stage production

  --stage, --json: see npm run ashiato -- --help

Exits 0 if the stage could be asked, even if its last run failed: see lastRun of --json.`,
  async run(words, { print, signal }) {
    const { values } = readWords(words, {});
    const stage = await openStage(values);
    const [queue, oldestSeconds, work, { runs }, { completeThrough }] = await Promise.all([
      queueDepth(stage.reportsQueueUrl),
      oldestMessage(stage),
      workObjects(stage.lakeBucket),
      askApi(stage, "/v1/runs?limit=1", { schema: runListSchema, signal }),
      askApi(stage, "/v1/exports?limit=1", { schema: exportListSchema, signal }),
    ]);
    const last = await lastRun(stage, runs[0]?.run, signal);
    const status = {
      stage: stage.stage,
      queue: { ...queue, oldestSeconds },
      work,
      lastRun: last?.shown ?? null,
      left: last?.left ?? [],
      failedFeeds: last?.failedFeeds ?? [],
      completeThrough: completeThrough ?? null,
      nextRun: nextRun(stage, Date.now()),
      storeSchedule: stage.storeSchedule,
    };
    print(values.json ? JSON.stringify(status) : statusText(status, stage.timeZone));
    return 0;
  },
};

type Status = {
  stage: string;
  queue: { waiting: number; inFlight: number; oldestSeconds: number | null };
  work: { url: string; objects: number; bytes: number; oldest: string | null };
  lastRun: Pick<Run, "run" | "status" | "startedAt" | "stoppedAt" | "phase" | "error" | "cause"> | null;
  /** Dates that the last run left to the next one. */
  left: string[];
  /** Feeds that the last run could not deliver. */
  failedFeeds: FeedResult[];
  /** Every report accepted before then is in an export. */
  completeThrough: string | null;
  nextRun: string | null;
  storeSchedule: string;
};

function statusText(
  {
    stage,
    queue,
    work,
    lastRun: last,
    left,
    failedFeeds,
    completeThrough,
    nextRun: next,
    storeSchedule,
  }: Status,
  timeZone: string,
): string {
  const isEmpty = queue.waiting + queue.inFlight === 0;
  const age = isEmpty || queue.oldestSeconds === null ? "" : `, the oldest ${queue.oldestSeconds} s old`;
  const oldest = work.oldest === null ? "" : `, the oldest from ${readableTime(work.oldest, timeZone)}`;
  return [
    `Stage     ${stage}`,
    `Queue     ${counted(queue.waiting, "message")} waiting, ${numberText(queue.inFlight)} in flight${age}; store runs at ${storeSchedule}`,
    `Inbox     ${counted(work.objects, "work object")}, ${counted(work.bytes, "byte")}${oldest}, in ${work.url}`,
    `Last run  ${last === null ? "none" : lastRunText(last, timeZone)}`,
    ...leftText(left).map((text) => `Left      ${text}`),
    ...failedFeeds.map((each) => `Feed      ${feedResultText(each)}`),
    `Complete  ${completeThrough === null ? "no run has exported everything yet" : `through ${readableTime(completeThrough, timeZone)}: every report accepted before then is in an export`}`,
    `Next run  ${next === null ? "none" : readableTime(next, timeZone)}`,
  ].join("\n");
}

async function lastRun(
  stage: CommandStage,
  name: string | undefined,
  signal: AbortSignal,
): Promise<{
  shown: NonNullable<Status["lastRun"]>;
  left: string[];
  failedFeeds: FeedResult[];
} | null> {
  if (name === undefined) {
    return null;
  }
  const found = await askApi(stage, `/v1/runs/${name}`, { schema: runSchema, signal });
  const { run, status, startedAt, stoppedAt, phase, error, cause, left = [], feeds = [] } = found;
  const failedFeeds = feeds.filter(({ result }) => result === "failed");
  return { shown: { run, status, startedAt, stoppedAt, phase, error, cause }, left, failedFeeds };
}

function lastRunText(
  { run, status, startedAt, stoppedAt, phase, error, cause }: NonNullable<Status["lastRun"]>,
  timeZone: string,
): string {
  const started = readableTime(startedAt, timeZone);
  if (stoppedAt === undefined) {
    return `${run} ${status}, in the phase ${phase}, since ${started}`;
  }
  const times = `${run} ${status}, ${started} to ${readableTime(stoppedAt, timeZone)}`;
  if (status === "SUCCEEDED") {
    return times;
  }
  const why = [error, cause].filter((part) => part !== undefined).join(": ") || "no reason given";
  return `${times}\n          failed in the phase ${phase}: ${why}\n          What to do: docs/operations.md, "The batch failed"`;
}

/** Returns the age in seconds from the last five minutes of CloudWatch; null if it has no data yet. */
async function oldestMessage({ reportsQueueName }: CommandStage): Promise<number | null> {
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
  const next = nextScheduledTime(dailyBatchSchedule, timeZone, now);
  return next === undefined ? null : new Date(next).toISOString();
}
