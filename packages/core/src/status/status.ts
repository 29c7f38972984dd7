import * as z from "zod";
import { phases } from "../daily-batch/states.ts";
import { feedResultSchema } from "../feeds/delivery.ts";

const count = z.int().nonnegative();
const moment = z.iso.datetime();

const minutes = z.array(count);

const reports = z
  .strictObject({
    from: moment.describe("The first minute: midnight of `today` in the stage's time zone"),
    received: minutes.describe("Of each minute from `from` on: what was kept, was equal, and was rejected"),
    kept: minutes.describe("Reports put into the inbox; a drain counts them in the minute in which it ends"),
    equal: minutes.describe("Reports that are equal to others of the same drain, which are kept once"),
    rejected: minutes.describe("Reports and rows of files that were refused, at once or after a 2xx"),
    totals: z.strictObject({ received: count, kept: count, equal: count, rejected: count }),
  })
  .describe("Reports of today for each minute, as CloudWatch counts them: up to some minutes late");

const queue = z.strictObject({
  waiting: count.describe("Messages that wait for a drain; a message holds reports of one request"),
  inFlight: count.describe("Messages that a drain has received and not yet deleted"),
  oldestSeconds: count
    .optional()
    .describe("Age of the oldest message; absent if CloudWatch has reported none in ten minutes"),
});

const inbox = z.strictObject({
  url: z.string().describe("Where the objects are: `s3://BUCKET/PREFIX`"),
  objects: count.describe("Work objects that wait for a run"),
  bytes: count,
  oldest: moment.optional().describe("When the oldest was written; absent if there are none"),
});

const lastRun = z.strictObject({
  run: z.string().describe("Name of the run"),
  status: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]),
  startedAt: moment,
  stoppedAt: moment.optional(),
  phase: z.enum([...phases, "ended"]),
  date: z.iso.date().optional().describe("Business date of the run, once planned"),
  exports: z.array(z.iso.date()).describe("Dates that got a new version or a supplement"),
  left: z.array(z.iso.date()).describe("Dates left to the next run"),
  failedFeeds: z.array(feedResultSchema).describe("Feeds that the run could not deliver"),
  error: z.string().optional(),
  cause: z.string().optional(),
});

const schedule = z.strictObject({
  expression: z.string().describe("As EventBridge Scheduler writes it"),
  timeZone: z.string(),
  enabled: z.boolean(),
  next: moment
    .optional()
    .describe("When the next run starts; absent if none does, or the expression is a rate, counted by AWS"),
});

const deadLetters = z
  .array(z.strictObject({ queue: z.string(), messages: count }))
  .describe("What each queue of dead letters holds, also those that are empty");

const alarms = z
  .array(
    z.strictObject({
      name: z.string().describe("Name of the alarm without that of the stage"),
      description: z.string(),
      since: moment.optional(),
      reason: z.string().describe("CloudWatch's words"),
      page: z.string().describe("The section that says what to do: `docs/operations.md#SECTION`"),
    }),
  )
  .describe("Alarms that are in the state ALARM");

/** What is read for a status, each from another service. */
const statusPartsSchema = z.strictObject({
  reports,
  queue,
  inbox,
  lastRun: lastRun.nullable().describe("The run that started last; null if none has"),
  schedule,
  completeThrough: moment
    .nullable()
    .describe("Every report accepted before then is in an export; null if no run has exported everything"),
  deadLetters,
  alarms,
});

export type StatusParts = z.infer<typeof statusPartsSchema>;
export type StatusPart = keyof StatusParts;

export const statusParts = [
  "reports",
  "queue",
  "inbox",
  "lastRun",
  "schedule",
  "completeThrough",
  "deadLetters",
  "alarms",
] as const satisfies readonly StatusPart[];

/** What may need a person, by its cause: clients tell them apart by it, in any language. */
const needKinds = ["runFailed", "feedFailed", "scheduleDisabled", "alarm", "deadLetters"] as const;

const need = z.strictObject({
  kind: z.enum(needKinds),
  about: z.string().optional().describe("The run, the feed, the alarm or the queue that it is about"),
  messages: z.int().positive().optional().describe("Of `deadLetters`: how many the queue holds"),
  what: z.string(),
  mend: z.string().describe("What to do about it"),
  page: z.string().describe("The section that says it at length: `docs/operations.md#SECTION`"),
});

export type Need = z.infer<typeof need>;

export const statusSchema = z
  .strictObject({
    stage: z.string(),
    timeZone: z.string().describe("IANA name"),
    at: moment.describe("When this was read"),
    today: z.iso.date().describe("Today in the stage's time zone"),
    ...statusPartsSchema.partial().shape,
    needs: z.array(need).describe("What a person must look at, as far as the parts show it"),
    unread: z
      .array(z.strictObject({ part: z.enum(statusParts), reason: z.string() }))
      .describe("Parts that could not be read, which are absent"),
  })
  .meta({ id: "Status", description: "What an operator sees at a glance" });

export type Status = z.infer<typeof statusSchema>;
