/** Tickets by their hash: each opens one connection, or signs in once, and is gone then. */
export const ticketsTable = new sst.aws.Dynamo("Tickets", {
  fields: { ticket: "string" },
  primaryIndex: { hashKey: "ticket" },
  ttl: "ends",
});

/** Sessions of the console by the hash of their tokens, with whose key or token began each. */
export const sessionsTable = new sst.aws.Dynamo("Sessions", {
  fields: { session: "string" },
  primaryIndex: { hashKey: "session" },
  ttl: "ends",
});
