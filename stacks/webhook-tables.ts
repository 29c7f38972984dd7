/**
 * Receivers of events. All are of the kind `webhook`: a table of some items, read by id. Their secrets can be
 * read in it, because messages are signed with them: the table is encrypted, and only the functions of
 * webhooks may read it.
 */
export const webhooksTable = new sst.aws.Dynamo("Webhooks", {
  fields: { kind: "string", id: "string" },
  primaryIndex: { hashKey: "kind", rangeKey: "id" },
  deletionProtection: $app.stage === "production",
});

/**
 * What is posted to webhooks: `event#<id>` is an event on its way to one, with how far it is,
 * `attempt#<time>#…` an attempt to post one. Both are forgotten after a month.
 */
export const webhookDeliveriesTable = new sst.aws.Dynamo("WebhookDeliveries", {
  fields: { webhook: "string", entry: "string" },
  primaryIndex: { hashKey: "webhook", rangeKey: "entry" },
  ttl: "ends",
  deletionProtection: $app.stage === "production",
});
