/**
 * Clients with their rights and the hashes of their keys. All are of the kind `client`: a table of hundreds
 * of items, read by id.
 */
export const clientsTable = new sst.aws.Dynamo("Clients", {
  fields: { kind: "string", id: "string" },
  primaryIndex: { hashKey: "kind", rangeKey: "id" },
  deletionProtection: $app.stage === "production",
});

/**
 * What clients used: `key#<name>` is the last use of a key, `day#<date>` the sums of a day in the stage's
 * time zone, `minute#<number>` those of a minute, where a limit counts them.
 */
export const clientUsageTable = new sst.aws.Dynamo("ClientUsage", {
  fields: { client: "string", window: "string" },
  primaryIndex: { hashKey: "client", rangeKey: "window" },
  ttl: "ends",
  deletionProtection: $app.stage === "production",
});

/** What a function does in the table of use that holds clients to their limits. */
export const limitActions = ["dynamodb:Query", "dynamodb:UpdateItem"];

/**
 * What administrators did. A table of its own, so that the function that writes it can be allowed to add
 * entries and nothing else.
 */
export const clientAuditTable = new sst.aws.Dynamo("ClientAudit", {
  fields: { trail: "string", entry: "string" },
  primaryIndex: { hashKey: "trail", rangeKey: "entry" },
  deletionProtection: $app.stage === "production",
});
