import * as z from "zod";

/** What an administrator did. */
export const auditEntrySchema = z
  .object({
    at: z.iso.datetime(),
    by: z.string().describe("The client that did it; `stage` for the stage's own token"),
    action: z.enum([
      "added",
      "changed",
      "key added",
      "key ended",
      "feed set",
      "feed removed",
      "rows withdrawn",
      "rows returned",
      "webhook added",
      "webhook removed",
      "webhook secret added",
    ]),
    client: z.string().optional().describe("The client that it was done to; absent for a webhook"),
    webhook: z.string().optional(),
    details: z
      .record(z.string(), z.unknown())
      .describe("What was asked for; of a key, its name alone and when the others end"),
    requestId: z.string(),
  })
  .meta({ id: "AuditEntry" });

export type AuditEntry = z.infer<typeof auditEntrySchema>;
