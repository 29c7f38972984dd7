import { z } from "zod";
import { auditEntrySchema } from "../clients/audit.ts";
import { clientSchema } from "../clients/client.ts";

const time = z.iso.datetime();

const shownKeySchema = z
  .strictObject({
    id: z.string().describe("The first digits of the key's SHA-256"),
    createdAt: time,
    expiresAt: time.optional().describe("From then on the key is refused"),
    lastUsedAt: time.optional().describe("To the hour; absent if never, and in lists"),
  })
  .meta({ id: "ClientKey" });

const shown = { ...clientSchema.omit({ keys: true, revision: true }).shape, keys: z.array(shownKeySchema) };

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
  .strictObject({ entries: z.array(auditEntrySchema) })
  .meta({ id: "AuditTrail", description: "What administrators did, newest first" });

export type ShownClient = z.infer<typeof shownClientSchema>;
export type ClientWithKey = z.infer<typeof clientWithKeySchema>;
export type ClientList = z.infer<typeof clientListSchema>;
export type AuditTrail = z.infer<typeof auditTrailSchema>;
