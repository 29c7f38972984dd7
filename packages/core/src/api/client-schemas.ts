import * as z from "zod";
import { auditEntrySchema } from "../clients/audit.ts";
import { clientSchema, keyRequestSchema } from "../clients/client.ts";
import { limitNames } from "../clients/limits.ts";
import type { measures } from "../clients/usage.ts";

const time = z.iso.datetime();

const shownKeySchema = z
  .strictObject({
    id: z.string().describe("The first digits of the key's SHA-256"),
    label: keyRequestSchema.shape.label,
    createdAt: time,
    expiresAt: time.optional().describe("From then on the key is refused"),
    lastUsedAt: time.optional().describe("To the hour; absent if never, and in lists"),
  })
  .meta({ id: "ClientKey" });

const shown = {
  ...clientSchema.omit({ keys: true, feeds: true, revision: true }).shape,
  keys: z.array(shownKeySchema),
};

export const shownClientSchema = z
  .strictObject(shown)
  .meta({ id: "Client", description: "Who may use the API, and for what" });

export const clientWithKeySchema = z
  .strictObject({ ...shown, key: z.string().describe("The key, which is shown this once") })
  .meta({ id: "ClientWithKey" });

export const clientListSchema = z
  .strictObject({ clients: z.array(shownClientSchema) })
  .meta({ id: "ClientList", description: "Every client, by id" });

export const auditTrailSchema = z
  .strictObject({
    entries: z.array(auditEntrySchema),
    next: z.url().optional().describe("URL of earlier entries; absent if there are none"),
  })
  .meta({ id: "AuditTrail", description: "What administrators did, newest first" });

const used = {
  reports: z.int().nonnegative().describe("Reports that were stored, repetitions in one drain left out"),
  uploads: z.int().nonnegative().describe("Files announced by `POST /v1/uploads`"),
  downloads: z.int().nonnegative().describe("Times that `GET /v1/exports/{date}/csv` gave a file"),
  rows: z.int().nonnegative().describe("Rows of those files"),
  bytes: z.int().nonnegative().describe("Bytes of those files"),
} satisfies Record<(typeof measures)[number], z.ZodType>;

export const usageSchema = z
  .strictObject({
    client: z.string().describe("Its id; `stage` for the stage's own tokens"),
    from: z.iso.date(),
    to: z.iso.date(),
    total: z.strictObject(used),
    days: z
      .array(z.strictObject({ date: z.iso.date(), ...used }))
      .describe("Days on which something was used, the first ones first"),
    limits: z
      .array(
        z.strictObject({
          name: z.enum(limitNames),
          limit: z.int().positive(),
          used: z.int().nonnegative(),
          resetSeconds: z.int().positive().describe("Seconds until all of it is free again"),
        }),
      )
      .describe("How much of each limit of the client is used at this moment"),
  })
  .meta({ id: "Usage", description: "What a client used" });

export const callerSchema = z
  .strictObject({
    client: z.string().describe("Its id; `stage` for the stage's download token"),
    name: z.string().optional().describe("Who the client is; absent for the stage's token"),
    rights: clientSchema.shape.rights.describe("What the key may do on this API"),
    exportDays: clientSchema.shape.exportDays,
    exportRows: clientSchema.shape.exportRows,
    stage: z.string().describe("Name of the stage"),
    timeZone: z.string().describe("IANA name of the zone in which the stage counts its business dates"),
    session: z
      .strictObject({ expiresAt: z.iso.datetime().describe("From then on its token is refused") })
      .optional()
      .describe("Of a request with the token of a session; absent for a key"),
  })
  .meta({ id: "Caller", description: "Whose key a request came with, and what it may do" });

export type ShownCaller = z.infer<typeof callerSchema>;
export type ClientUsage = z.infer<typeof usageSchema>;
export type ShownClient = z.infer<typeof shownClientSchema>;
export type ClientWithKey = z.infer<typeof clientWithKeySchema>;
export type ClientList = z.infer<typeof clientListSchema>;
export type AuditTrail = z.infer<typeof auditTrailSchema>;
