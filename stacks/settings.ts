import { maxDatesOfRun } from "@ashiato/core/daily-batch/history-budget";
import type { QualityLimits } from "@ashiato/core/quality";
import type { Settings } from "@ashiato/core/settings";

// Every number of a stage, with its unit and its reason. The only file that looks at the stage's name.

const production = $app.stage === "production";

/** What the functions read, as `Resource.Settings`. */
export const functionSettings = {
  /** The zone whose calendar determines a report's business date. IANA name. */
  timeZone: "Asia/Tokyo",
  /** The times of a CSV are in UTC. True adds `recorded_at_local` as the last column: in the zone above. */
  localTime: false,
  /** Phones keep reports while they have no network; a month covers a device left at home. */
  lateWindowDays: 30,
  /** A clock that is a day ahead is wrong, not early. */
  futureWindowHours: 24,
  /** One receiver takes about 200 messages a second; 8 drain a full window of 83,100 in a minute. */
  storeReceivers: 8,
  /** Long polling of a second asks every SQS server, and ends a drain soon after the queue is empty. */
  storeWaitSeconds: 1,
  /**
   * Even long polling answers empty by mistake now and then; three in a row for every receiver is an empty
   * queue.
   */
  storeEmptyReceives: 3,
  /** A sixth of the 120,000 messages that a queue can have in flight. */
  storeFlushMessages: 20_000,
  /** 64 MB of CSV: one gzip file of about 12 MB. */
  storeFlushBytes: 67_108_864,
  /** Time to write and delete the last chunk. */
  storeReserveSeconds: 45,
  /** Long enough to begin a download by hand; a link that leaks is worth little. */
  linkLifetimeSeconds: 900,
} as const satisfies Settings;

export const receiveSettings = {
  memory: "512 MB",
  /**
   * Validation takes milliseconds; the rest is room for SQS to be slow. API Gateway gives up at 30 seconds.
   */
  timeout: "20 seconds",
  /** Ten times the 277 requests/s that the product makes at its peak. */
  requestsPerSecond: 3000,
  burstRequests: 3000,
} as const;

/** Web pages that may call the API, besides its own documentation: devices and servers need none of it. */
export const corsSettings = {
  /** Such as "https://example.org": scheme, name and port, without a slash at the end. "*" is any page. */
  allowedOrigins: [] as readonly string[],
  /** How long a browser remembers what it may send. */
  maxAge: "1 hour",
} as const;

export const authorizationSettings = {
  /** Hashing a key takes no time; more memory starts a cold function faster. */
  memory: "512 MB",
  /** API Gateway gives an authorizer 10 seconds. */
  timeout: "5 seconds",
  /**
   * The function uses a reading of a client for as long again: a withdrawn key works for a minute at most.
   */
  cached: "30 seconds",
} as const;

export const deliverySettings = {
  memory: "512 MB",
  /** A year's exports are some hundred small reads. API Gateway gives up at 30 seconds. */
  timeout: "25 seconds",
} as const;

export const queueSettings = {
  /** Above the timeout of `store`, so that a message cannot come back while its drain still runs. */
  visibilityTimeout: "6 minutes",
  /** A failing drain returns its messages every 6 minutes; 20 attempts are two hours of outage. */
  maxReceiveCount: 20,
  /** 14 days, the most that SQS keeps: nobody loses reports over a long holiday. */
  retentionSeconds: 1_209_600,
  deadRetentionSeconds: 1_209_600,
  /** 1 MiB, the most that SQS takes. */
  maxMessageBytes: 1_048_576,
  /** Long polling asks every SQS server, and costs nothing while the queue is empty. */
  receiveWaitSeconds: 1,
  /** Three missed drains. */
  alarmAgeSeconds: 900,
} as const;

export const storeSettings = {
  schedule: "rate(5 minutes)",
  /** Lambda may throttle a start; what was not delivered after these is told. */
  scheduleRetries: 3,
  memory: "1769 MB",
  /** Below the schedule's 5 minutes, so that a drain ends before the next one is due. */
  timeout: "4 minutes",
} as const;

const batchLimits = {
  /** Dates exported at a time: each is one query of the warehouse. */
  maxExports: 4,
  /** A statement is cancelled after this. A day of 24 million rows takes minutes. */
  statementTimeLimitSeconds: 3600,
  /** First wait between two looks at a statement; the waits grow with its age up to five minutes. */
  statementPollSeconds: 1,
  /** The whole run. The next one starts after a day. */
  timeLimitSeconds: 6 * 3600,
} as const;

export const batchSettings = {
  ...batchLimits,
  /**
   * Dates that one run exports at most; the others wait for the next. As many as the history of an execution
   * has room for when the warehouse is at its slowest, 34: a night touches at most the late window, today and
   * tomorrow.
   */
  maxDates: maxDatesOfRun(batchLimits),
  /** 00:15 in the stage's zone: the last drain of the day has run, and analysts still sleep. */
  schedule: "cron(15 0 * * ? *)",
  /** Work objects for one child. 12 are an hour of drains, about 100 MB of CSV at full load. */
  objectsPerBatch: 12,
  /** Children at a time; the downstream S3 prefixes take far more. */
  maxConcurrency: 24,
  distributeMemory: "1769 MB",
  distributeTimeout: "15 minutes",
  functionMemory: "512 MB",
  functionTimeout: "2 minutes",
  /** `publish` reads each exported file once for its checksum. */
  publishTimeout: "15 minutes",
} as const;

/**
 * Who hears of alarms and of the end of each run. Set in the environment of whoever deploys, or in `.env`,
 * which SST reads: an address does not belong in the repository. Without them there are no subscribers.
 */
export const notificationSettings = {
  mail: process.env["ASHIATO_MAIL"] || undefined,
  /** HTTPS; must answer SNS's request to confirm. */
  webhookUrl: process.env["ASHIATO_WEBHOOK_URL"] || undefined,
} as const;

export const alarmSettings = {
  /** A request that takes longer is a fault: a phone gives up after some tens of seconds. */
  latencyMilliseconds: 5_000,
  /** Three periods of five minutes in a row: a cold start is no outage. */
  latencyPeriods: 3,
  /** Hours without a run that closed: a day, and the time that a run may take on top of it. */
  silentHours: 26,
  /** The share of the warehouse's daily limit whose use is told. */
  usageShare: 0.8,
} as const;

/** Beyond these a fix is flagged in the CSV's column `quality`. A change holds for exports made after it. */
export const qualitySettings = {
  /** An airliner with the jet stream behind it flies at 370 m/s over ground. */
  maxSpeedMetresPerSecond: 400,
  /** Receivers between high buildings err by hundreds of metres, and do not say so. */
  minJumpMetres: 1_000,
} as const satisfies QualityLimits;

export const warehouseSettings = {
  database: "ashiato",
  schema: "lake",
  table: "locations",
  /** Redshift Processing Units. 4 is the least that can be had, and enough for a day of 24 million rows. */
  baseCapacity: 4,
  /**
   * Twice the least at most: a workgroup that has scaled above 4 RPU does not go back to 4, so this is what
   * each hour of statements may cost from then on, 8 RPU-hours. docs/cost.md has them in dollars.
   * https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-capacity.html
   */
  maxCapacity: 8,
  /** RPU-hours a day, after which queries are refused: a runaway query must not cost a month's money. */
  usageLimitPerDay: production ? 48 : 8,
} as const;

export const retention = {
  /** Long enough to notice, repair and replay. */
  rejected: "90 days",
  runs: "90 days",
  exports: production ? "730 days" : "90 days",
  /** How long deleted or overwritten objects can be brought back. */
  deletedVersionsDays: 30,
  incompleteUploadsDays: 2,
  logs: "1 month",
  logsDays: 30,
} as const;
