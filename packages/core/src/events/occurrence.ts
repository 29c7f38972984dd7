import * as z from "zod";

const milliseconds = z.int().nonnegative();

/**
 * An execution that began or ended. Input and output are null where they are too large for an event.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
const statusChangeSchema = z.object({
  source: z.literal("aws.states"),
  detail: z.object({
    executionArn: z.string(),
    stateMachineArn: z.string(),
    name: z.string(),
    status: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]),
    startDate: milliseconds,
    stopDate: milliseconds.nullish(),
    input: z.string().nullish(),
    output: z.string().nullish(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
    redriveCount: z.int().nonnegative().nullish(),
    redriveDate: milliseconds.nullish(),
  }),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const objectCreatedSchema = z.object({
  source: z.literal("aws.s3"),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), etag: z.string(), "version-id": z.string().optional() }),
  }),
});

/** An event of an AWS service from which events of the app are made. */
export const occurrenceSchema = z.discriminatedUnion("source", [statusChangeSchema, objectCreatedSchema]);

export type StatusChange = z.output<typeof statusChangeSchema>["detail"];
export type ObjectCreated = z.output<typeof objectCreatedSchema>["detail"];

/** Returns when an execution began, was redriven or ended: what the change tells of. */
export function timeOfChange({ status, startDate, stopDate, redriveDate }: StatusChange): string {
  const time = status === "RUNNING" ? (redriveDate ?? startDate) : (stopDate ?? startDate);
  return new Date(time).toISOString();
}

/** Returns what names a change: a redriven execution begins and ends once more. */
export function nameOfChange({ executionArn, status, redriveCount }: StatusChange): (string | number)[] {
  return [executionArn, status, redriveCount ?? 0];
}
