import type { FileIntakeLimits } from "@ashiato/core/file-intake/names";
import { maxDatesOfRun } from "@ashiato/core/daily-batch/history-budget";
import type { QualityLimits } from "@ashiato/core/quality";
import type { Settings } from "@ashiato/core/settings";

// Every number of a stage, with its unit and reason. The only file that reads the stage's name.

const production = $app.stage === "production";

/** What the functions read, as `Resource.Settings`. */
export const functionSettings = {
  /** IANA name of the time zone that determines a report's business date. */
  timeZone: "Asia/Tokyo",
  /** The times of a CSV are in UTC. True adds `recorded_at_local`, in the zone above, as the last column. */
  localTime: false,
  /**
   * Whole exports are also written as Parquet, which `lake.days` shows. A change applies to later exports:
   * `ashiato run --date DATE` makes the others.
   */
  parquet: true,
  /** Phones keep reports while they have no network; a month covers a device left at home. */
  lateWindowDays: 30,
  /** A clock that is a day ahead is wrong, not early. */
  futureWindowHours: 24,
  /** One receiver takes about 200 messages a second; 8 drain a full window of 83,100 in a minute. */
  storeReceivers: 8,
  /**
   * Long polling, even of a second, queries every SQS server, and a drain ends soon after the queue is empty.
   */
  storeWaitSeconds: 1,
  /**
   * Even long polling sometimes returns nothing from a queue that is not empty; three empty answers in a row
   * for every receiver mean an empty queue.
   */
  storeEmptyReceives: 3,
  /** A sixth of the 120,000 messages that a queue may have in flight. */
  storeFlushMessages: 20_000,
  /** Four seconds of reports: worth a work object, and there are few such lulls between two drains. */
  storeLullMessages: 1_000,
  /** 64 MB of CSV: one gzip file of about 12 MB. */
  storeFlushBytes: 67_108_864,
  /** Time to write and delete the last chunk. */
  storeReserveSeconds: 45,
  /** Above the timeout of `store`, so that a message cannot become visible while its drain still runs. */
  storeVisibilitySeconds: 360,
  /** As long as until the next drain: before it there is nothing new. */
  positionsFreshSeconds: 300,
  /** A day's work of a vehicle. Their files are kept for longer: see `retention.live`. */
  trackHours: 24,
  /** A month to compare versions, or to load the one that a report was based on. */
  supersededDays: 30,
  /**
   * Buckets that clients opened to feeds, as `name:account`, joined by commas, from the environment of the
   * deployment or `.env`: partners do not belong in the repository. The role may write into no others.
   */
  feedBuckets: process.env["ASHIATO_FEED_BUCKETS"] || "none",
  /** Long enough to start a download by hand; short enough that a leaked link is of little use. */
  linkLifetimeSeconds: 900,
} as const satisfies Settings;

export const receiveSettings = {
  memory: "512 MB",
  /**
   * Validation takes milliseconds; the rest allows for a slow SQS. API Gateway gives up after 30 seconds.
   */
  timeout: "20 seconds",
  /** Ten times the 277 requests/s at peak load. */
  requestsPerSecond: 3000,
  burstRequests: 3000,
} as const;

/** Web pages that may call the API, besides its own documentation. Devices and servers do not need CORS. */
export const corsSettings = {
  /** Such as "https://example.org": scheme, name and port, without a trailing slash. "*" is any page. */
  allowedOrigins: [] as readonly string[],
  /** How long a browser caches the answer to a preflight request. */
  maxAge: "1 hour",
} as const;

export const authorizationSettings = {
  /** Hashing a key takes next to no time; more memory makes a cold start faster. */
  memory: "512 MB",
  /** API Gateway gives an authorizer 10 seconds. */
  timeout: "5 seconds",
  /**
   * The authorizer uses a reading of a client for as long again: a revoked key works for at most a minute.
   */
  cached: "30 seconds",
} as const;

export const deliverySettings = {
  memory: "512 MB",
  /** A year's exports are a few hundred small reads. API Gateway gives up after 30 seconds. */
  timeout: "25 seconds",
} as const;

export const queueSettings = {
  visibilityTimeout: `${functionSettings.storeVisibilitySeconds} seconds`,
  /** A failing drain returns its messages every 6 minutes; 20 attempts are two hours of outage. */
  maxReceiveCount: 20,
  /** 14 days, the maximum of SQS: no report is lost over a long holiday. */
  retentionSeconds: 1_209_600,
  deadRetentionSeconds: 1_209_600,
  /** 1 MiB, the maximum of SQS. */
  maxMessageBytes: 1_048_576,
  /** Long polling queries every SQS server, and costs nothing while the queue is empty. */
  receiveWaitSeconds: 1,
  /** Three missed drains. */
  alarmAgeSeconds: 900,
} as const;

export const storeSettings = {
  schedule: "rate(5 minutes)",
  /** Lambda may throttle a start; an alarm reports what was not delivered after these. */
  scheduleRetries: 3,
  memory: "1769 MB",
  /** Below the schedule's 5 minutes, so that a drain ends before the next one is due. */
  timeout: "4 minutes",
} as const;

export const positionSettings = {
  /** A million devices take some 500 MB. */
  memory: "1024 MB",
  /** API Gateway gives up after 30 seconds. */
  timeout: "25 seconds",
  refreshTimeout: "2 minutes",
  /** Six times the timeout, as AWS recommends for the queue of a function. */
  refreshVisibility: "12 minutes",
  /** A refresh that failed so often is not repeated: the next request asks for another. */
  refreshAttempts: 3,
  /** A refresh takes seconds; one that fails is tried again after its visibility. */
  alarmAgeSeconds: 900,
  /** Without a request nothing else would refresh them, and chunks are kept for `retention.live`. */
  schedule: "rate(1 hour)",
} as const;

/** Connections, and what is pushed to them. */
export const liveSettings = {
  /** 10,000 connections that come back after an interruption have subscribed within seconds. */
  messagesPerSecond: 1000,
  burstMessages: 2000,
  /** The functions that a client waits for. API Gateway gives an authorizer 10 seconds. */
  handshake: { architecture: "arm64", memory: "512 MB", timeout: "5 seconds" },
  memory: "1024 MB",
  /** 200 connections that all take no message are given up after 50 seconds. */
  pushTimeout: "1 minute",
  /** Six times the timeout, as AWS recommends for the queue of a function. */
  pushVisibility: "6 minutes",
  /** What failed so often fails again. */
  pushAttempts: 3,
  /** Who hears of it an hour late has asked by then. */
  pushSeconds: 3_600,
  deadPushSeconds: 1_209_600,
  /** What is pushed is news. */
  alarmAgeSeconds: 300,
} as const;

export const eventSettings = {
  memory: "512 MB",
  /** A reading of S3 and a call of EventBridge take parts of a second. */
  announceTimeout: "30 seconds",
  /** Six times the timeout, as AWS recommends for the queue of a function. */
  announceVisibility: "3 minutes",
  /** An hour of outage. */
  announceAttempts: 20,
  /** Five attempts that failed. */
  alarmAgeSeconds: 900,
} as const;

/** Drawing a picture of each version that is published: counts of its rows, which the console shows. */
export const pictureSettings = {
  /** It costs a reading of each date that is exported whole. Without Parquet there are no pictures. */
  drawn: functionSettings.parquet,
  /** Some thousand rows of counts. */
  memory: "512 MB",
  /** Five statements, each of which may wait for those of a run. */
  timeout: "15 minutes",
  /** Six times the timeout, as AWS recommends for the queue of a function. */
  visibility: "90 minutes",
  /** What failed so often fails again. */
  attempts: 3,
  /** Three attempts that failed. */
  alarmAgeSeconds: 5 * 3_600,
  /** The fewest that Lambda takes; more would hold up the statements of a run. */
  maxConcurrency: 2,
} as const;

export const webhookSettings = {
  memory: "512 MB",
  /** Twice the time limit of a receiver. */
  deliverTimeout: "30 seconds",
  /** Six times the timeout. What waits for its next attempt is hidden for as long as that takes instead. */
  deliverVisibility: "3 minutes",
  /** API Gateway gives up after 30 seconds, and a test waits for the receiver. */
  manageTimeout: "25 seconds",
  fanOutTimeout: "30 seconds",
  fanOutVisibility: "3 minutes",
  /** An hour of outage. */
  fanOutAttempts: 20,
  fanOutAlarmAgeSeconds: 900,
  /** Receives of a message: an attempt is one, and so is each time that another message came first. */
  deliverReceives: 100,
  /** A delivery ends after a day; one that is older has lost its way. */
  deliverAlarmAgeSeconds: 93_600,
  /**
   * Deliveries at a time. A receiver that lets each of them run into its time limit takes all of this for as
   * long as it has so many messages that are due, which is once for each event and wait.
   */
  maxConcurrency: 20,
  /** Standard Webhooks names 15 to 30 seconds. */
  timeoutSeconds: 15,
  /** The waits after failed attempts, and after later ones the last: most failures end within minutes. */
  retrySeconds: [5, 30, 120, 600, 3_600],
  /** A receiver that fails in the evening is mended on the next day. */
  retryForSeconds: 86_400,
  /** How long a receiver may check with the secret before. */
  rotationSeconds: 86_400,
  /** How long attempts are logged, and events can be sent again. */
  logDays: 30,
  /**
   * Networks in CIDR notation that webhooks may reach besides the internet, also without TLS, such as
   * "10.1.0.0/16". On a local stage the machine itself is allowed besides.
   */
  allowedNetworks: [] as readonly string[],
} as const;

const batchLimits = {
  /** Dates exported in parallel: each is one query of the warehouse. */
  maxExports: 4,
  /**
   * Maximum number of dates that a run compacts: one reaches its last age each night, and few have too many
   * files.
   */
  maxCompactions: 4,
  /** A statement is cancelled after this. A day of 24 million rows takes minutes. */
  statementTimeLimitSeconds: 3600,
  /** First wait between polls of a statement; the waits grow with its age up to five minutes. */
  statementPollSeconds: 1,
  /**
   * A run that has not got everything off the queue by then goes on, and says so: above the 10 minutes after
   * which all that a drain received before it was killed is visible again.
   */
  drainTimeLimitSeconds: 900,
  /** Between two drains of a run. */
  drainWaitSeconds: 5,
  /** For the whole run. The next one starts a day later. */
  timeLimitSeconds: 6 * 3600,
} as const;

export const batchSettings = {
  ...batchLimits,
  /**
   * Maximum number of dates that a run exports; the others wait for the next run. The history of an execution
   * has room for 34 if the warehouse is at its slowest. A night touches at most the late window, today and
   * tomorrow.
   */
  maxDates: maxDatesOfRun(batchLimits),
  wholes: {
    /**
     * A date's late rows are supplements of its CSV until it is this many days old: most of them come within
     * a day or a week, and none after the late window.
     */
    wholeAges: [2, 7, 31],
    /** More late rows than this share of the date are worth its whole CSV at once: a back-fill. */
    maxLateShare: 0.01,
  },
  /**
   * A date with more files is compacted before its last age. Each night's 24 batches at full load may leave
   * one in every date of the late window, so that a date is compacted about three times in all.
   */
  maxFiles: 300,
  /** 00:15 in the stage's time zone, when the last drain of the day has run. */
  schedule: "cron(15 0 * * ? *)",
  /** Work objects for one child. 12 are an hour of drains, about 100 MB of CSV at full load. */
  objectsPerBatch: 12,
  /** Children that run in parallel; the S3 prefixes to which they write allow far more. */
  maxConcurrency: 24,
  distributeMemory: "1769 MB",
  distributeTimeout: "15 minutes",
  functionMemory: "512 MB",
  functionTimeout: "2 minutes",
  /** Which events of a run are logged: what failed. ALL is one for each state and costs by the gigabyte. */
  logLevel: "ERROR",
  /** Late rows of a date, up to their share, and the rows of the same devices are compared in memory. */
  supplementMemory: "2048 MB",
  /** `publish` reads each exported file once for its checksum. */
  publishTimeout: "15 minutes",
  /** S3 copies a file of 256 MB in seconds; a definition may wait five minutes for a busy warehouse. */
  compactTimeout: "15 minutes",
} as const;

/** Exports of what is stored so far. */
export const liveExportSettings = {
  /** A run moves an hour's objects out of the inbox in seconds, and a night's in minutes. */
  maxRounds: 3,
  /** A statement is cancelled after this. A day of 24 million rows takes minutes. */
  statementTimeLimitSeconds: 900,
  statementPollSeconds: 1,
  timeLimitSeconds: 3600,
  memory: "512 MB",
  /** It lists the inbox, which holds some thousand objects before the night's run. */
  timeout: "1 minute",
} as const;

/** The weekly comparison of what is stored. */
export const reconcileSettings = {
  /** Sunday noon in the stage's time zone: no run is at work, and deleted objects can be restored. */
  schedule: "cron(0 12 ? * SUN *)",
  /** A date changes until it is as old as the late window, and gets its last whole CSV on the day after. */
  days: functionSettings.lateWindowDays + 8,
  /** The warehouse counts what the week has changed most: counting a month costs more than its nights. */
  countedDays: 8,
  /** Below `retention.runs`: what is older may have expired. */
  recordDays: 88,
  /** Between two looks at a run that is at work. */
  waitSeconds: 20,
  /** Counting a year of 24 million rows a day, by name, takes longer than a date's statement. */
  statementTimeLimitSeconds: 3 * 3600,
  statementPollSeconds: 1,
  /** A run at work takes at most six hours, and then the counting begins. */
  timeLimitSeconds: 12 * 3600,
  /** It reads some thousand records of batches and runs. */
  memory: "1024 MB",
  timeout: "10 minutes",
} as const;

export const intakeSettings = {
  /**
   * What the files of a client do not say, by the client's folder in the inbox. A client that is not here may
   * drop files, too: times without a zone are the stage's.
   */
  clients: {},
  /** A part is some seconds of one function, and a file of 10 million rows about 12 of them. */
  partBytes: 64 * 1024 * 1024,
  /** Parts converted at a time. */
  maxConcurrency: 16,
  /** A file that cannot be cut is converted by one function, which has 15 minutes for it. */
  maxUnpackedBytes: 16 * 1024 ** 3,
  timeLimitSeconds: 2 * 3600,
  convertMemory: "1769 MB",
  convertTimeout: "15 minutes",
  functionMemory: "512 MB",
  functionTimeout: "2 minutes",
  /** `register` copies each converted object, and puts the rejected rows together. */
  registerTimeout: "15 minutes",
} as const satisfies Omit<FileIntakeLimits, "clients"> & {
  clients: FileIntakeLimits["clients"];
  [name: string]: unknown;
};

/** A person or system that puts files into a client's folder by SFTP. */
export type SftpUser = {
  /** The client, which is the name of the folder: the user sees this folder alone. */
  client: string;
  /** Public keys of OpenSSH, such as "ssh-ed25519 AAAA…". There are no passwords. */
  publicKeys: readonly string[];
};

export const sftpSettings = {
  /**
   * Users by name: 3 to 32 lower-case letters, digits and hyphens. Without users there is no server, because
   * one costs by the hour, used or not: docs/cost.md.
   */
  users: {} as Readonly<Record<string, SftpUser>>,
} as const;

/**
 * Who is notified of alarms and of the end of each run. Set these in the environment of the deployment, or in
 * `.env`, which SST reads: an address does not belong in the repository. Without them there are no
 * subscribers.
 */
export const notificationSettings = {
  mail: process.env["ASHIATO_MAIL"] || undefined,
  /** HTTPS, or plain HTTP on a local stage; must confirm the subscription that SNS requests. */
  webhookUrl: process.env["ASHIATO_WEBHOOK_URL"] || undefined,
} as const;

/**
 * Whether functions and runs are traced by X-Ray, which costs by the trace: set ASHIATO_TRACING to `active`
 * in the environment of whoever deploys, or in `.env`, to look into a fault.
 */
export const tracingSettings = { active: process.env["ASHIATO_TRACING"] === "active" } as const;

export const alarmSettings = {
  /** A slower request is a fault: a phone gives up after some tens of seconds. */
  latencyMilliseconds: 5_000,
  /** Three consecutive periods of five minutes: a cold start is not an outage. */
  latencyPeriods: 3,
  /** Hours without a completed run: a day, plus the time that a run may take. */
  silentHours: 26,
  /** The share of the warehouse's daily limit at which the alarm is raised. */
  usageShare: 0.8,
} as const;

/** Beyond these, the CSV's column `quality` flags a fix. A change applies to later exports. */
export const qualitySettings = {
  /** An airliner with the jet stream behind it flies at a ground speed of up to 370 m/s. */
  maxSpeedMetresPerSecond: 400,
  /** Receivers between tall buildings err by hundreds of metres without reporting it. */
  minJumpMetres: 1_000,
} as const satisfies QualityLimits;

export const warehouseSettings = {
  database: "ashiato",
  schema: "lake",
  /** Every row that was distributed, as text: what an export reads. */
  table: "locations",
  /** Every row that waits for a run to distribute it. */
  inboxTable: "inbox",
  /** Every report that was published, once, as Parquet. */
  daysTable: "days",
  /** Redshift Processing Units. 4 is the minimum, and enough for a day of 24 million rows. */
  baseCapacity: 4,
  /**
   * At most twice the minimum: a workgroup that has scaled above 4 RPU does not go back to 4, so from then on
   * each hour of statements may cost this much, 8 RPU-hours. docs/cost.md has the price in dollars.
   * https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-capacity.html
   */
  maxCapacity: 8,
  /** RPU-hours a day, after which queries are refused: a runaway query must not cost a month's budget. */
  usageLimitPerDay: production ? 48 : 8,
} as const;

/**
 * Streets of the console's maps, which are another host's. Without a style, maps have land and borders alone,
 * and browsers ask no other host. Set these in the environment of the deployment, or in `.env`: a style's URL
 * often has a key. docs/console.md says what they do.
 */
export const streetsSettings = {
  /** URL of a MapLibre style, or a path of the API's own host. */
  style: process.env["ASHIATO_STREETS_STYLE"] || "none",
  /**
   * Origins of the tiles, glyphs and sprites, joined by commas; the style's own is one of them. Named here,
   * because a style that changes must not have browsers ask whom it likes.
   */
  hosts: process.env["ASHIATO_STREETS_HOSTS"] || "none",
} as const;

export const retention = {
  /** Long enough to notice, repair and replay. */
  rejected: "90 days",
  /** How long the rows that were taken out of the table can be put back. */
  withdrawn: "90 days",
  runs: "90 days",
  /** Files that were dropped, their receipts and their rejected rows. */
  inbox: "30 days",
  intake: "90 days",
  drains: "1 day",
  /** Longer than a track, and than a stage may go without a refresh of its positions, which is an hour. */
  live: "3 days",
  feedUnloads: "1 day",
  /** The next one has the same rows and more. */
  liveExports: "1 day",
  exports: production ? "730 days" : "90 days",
  /** How long deleted or overwritten objects can be brought back. */
  deletedVersionsDays: 30,
  incompleteUploadsDays: 2,
  logs: "1 month",
  logsDays: 30,
} as const;
