import * as z from "zod";

/** An entry of the log of a webhook: one attempt to post an event. */
export const attemptSchema = z
  .strictObject({
    event: z.string().describe("Id of the event, by which it is sent again"),
    type: z.string(),
    at: z.iso.datetime().describe("When the attempt began"),
    attempt: z.int().positive().describe("1 for the first; a replay begins anew"),
    replay: z.int().nonnegative().describe("How often the event had been sent again by then"),
    result: z
      .enum(["delivered", "retrying", "gone", "given up"])
      .describe("gone: the receiver answered 410, and the webhook is disabled"),
    statusCode: z.int().nullable().describe("What the receiver answered; null if it did not answer"),
    error: z.string().nullable().describe("Why there was no answer"),
    answer: z.string().nullable().describe("The first characters of the answer's body"),
    durationMilliseconds: z.int().nonnegative(),
    nextAttemptAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "WebhookAttempt" });

export type Attempt = z.output<typeof attemptSchema>;
