import * as z from "zod";

/**
 * `locks/daily-batch.json`: names the execution that has the inbox. Written only by conditional requests,
 * each of which names the object that it replaces.
 */
export const lockSchema = z.strictObject({
  /** ARN of the execution that has the inbox; null once it has released it. */
  holder: z.string().nullable(),
  /** When it was taken or released. */
  since: z.iso.datetime(),
});

export type Lock = z.infer<typeof lockSchema>;
