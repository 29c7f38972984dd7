import { hash } from "node:crypto";
import * as z from "zod";

const count = z.int().nonnegative();
const instant = z.iso.datetime();

/** What every event has, whatever happened. */
const common = {
  /** Equal whenever the same thing is announced again: who has seen an id drops the event. */
  id: z.string(),
  /** When it happened. */
  time: instant,
  stage: z.string(),
};

/** A version of a date's export is there, or late rows beside one. */
const exportPublished = z.strictObject({
  ...common,
  type: z.literal("exports.published"),
  data: z.strictObject({
    date: z.iso.date(),
    version: z.int().positive(),
    /** The run that published it. */
    run: z.string(),
    kind: z.enum(["whole", "supplement"]),
    /** The number of the supplement of this version. */
    supplement: z.int().positive().nullable(),
    /** Rows that are published now: those of the whole date, or the late ones alone. */
    rows: count,
    conflicts: count,
    bytes: count,
    completeThrough: instant.nullable(),
  }),
});

const runStarted = z.strictObject({
  ...common,
  type: z.literal("runs.started"),
  data: z.strictObject({ run: z.string(), startedAt: instant }),
});

const runSucceeded = z.strictObject({
  ...common,
  type: z.literal("runs.succeeded"),
  data: z.strictObject({
    run: z.string(),
    startedAt: instant,
    stoppedAt: instant,
    /** Dates of which it published a version or late rows. */
    dates: z.array(z.iso.date()),
    /** The run that had the inbox: then this one has done nothing. */
    otherRun: z.string().nullable(),
  }),
});

const runFailed = z.strictObject({
  ...common,
  type: z.literal("runs.failed"),
  data: z.strictObject({
    run: z.string(),
    startedAt: instant,
    stoppedAt: instant,
    status: z.enum(["FAILED", "TIMED_OUT", "ABORTED"]),
    error: z.string().nullable(),
    cause: z.string().nullable(),
  }),
});

const file = {
  /** The folder of the inbox; null for a file that lies in no client's folder. */
  client: z.string().nullable(),
  /** The id of its receipt, if it has one. */
  file: z.string().nullable(),
  /** The key below the client's folder. */
  name: z.string(),
};

const intakeRegistered = z.strictObject({
  ...common,
  type: z.literal("intake.registered"),
  data: z.strictObject({
    ...file,
    /** Read = accepted + rejected. */
    rows: z.strictObject({ read: count, accepted: count, rejected: count }),
  }),
});

const intakeFailed = z.strictObject({
  ...common,
  type: z.literal("intake.failed"),
  data: z.strictObject({ ...file, reason: z.string() }),
});

/** Something that happened in the stage, as it is put onto the bus of events: its `detail`. */
export const appEventSchema = z.discriminatedUnion("type", [
  exportPublished,
  runStarted,
  runSucceeded,
  runFailed,
  intakeRegistered,
  intakeFailed,
]);

export type AppEvent = z.output<typeof appEventSchema>;
export type AppEventType = AppEvent["type"];

/** The `source` of every event on the bus. */
export const eventSource = "ashiato";

/** The `detail-type` of each type of event, for rules. */
export const detailTypes = {
  "exports.published": "Export Published",
  "runs.started": "Run Started",
  "runs.succeeded": "Run Succeeded",
  "runs.failed": "Run Failed",
  "intake.registered": "Intake Registered",
  "intake.failed": "Intake Failed",
} as const satisfies Record<AppEventType, string>;

/** Returns the id of what happened, which follows from what names it. */
export function eventId(...parts: readonly (string | number)[]): string {
  return `evt_${hash("sha256", parts.join("\n"), "hex").slice(0, 32)}`;
}
