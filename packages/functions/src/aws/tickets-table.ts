import { hash, randomBytes } from "node:crypto";
import { type Holder, holderSchema } from "@ashiato/core/clients/client-use";
import { Resource } from "sst";
import * as z from "zod";
import { callDynamodb, item } from "./dynamodb-call.ts";

/** As much chance as a key has. */
const ticketBytes = 24;
const ticketPattern = /^tkt_[\w-]{32}$/;

const takenSchema = z.looseObject({ Attributes: item.optional() });
const ticketSchema = z.object({ holder: holderSchema, expiresAt: z.number() });

/**
 * Keeps a new ticket of a holder, by its hash: whoever reads the table cannot use it. Returns the ticket.
 * @param expiresAt milliseconds since 1970
 */
export async function keepTicket(holder: Holder, expiresAt: number): Promise<string> {
  const ticket = `tkt_${randomBytes(ticketBytes).toString("base64url")}`;
  await callDynamodb("PutItem", {
    TableName: Resource.Tickets.name,
    Item: { ticket: hashOf(ticket), holder, expiresAt, ends: Math.ceil(expiresAt / 1_000) },
  });
  return ticket;
}

/**
 * Takes a ticket, which is gone then, and returns its holder; undefined if there is no such ticket, it was
 * taken before or has expired.
 */
export async function takeTicket(ticket: string, now: number): Promise<Holder | undefined> {
  if (!ticketPattern.test(ticket)) {
    return undefined;
  }
  const answer = await callDynamodb("DeleteItem", {
    TableName: Resource.Tickets.name,
    Key: { ticket: hashOf(ticket) },
    ReturnValues: "ALL_OLD",
  });
  const { Attributes } = takenSchema.parse(answer);
  if (Attributes === undefined) {
    return undefined;
  }
  const { holder, expiresAt } = ticketSchema.parse(Attributes);
  return expiresAt > now ? holder : undefined;
}

function hashOf(ticket: string): string {
  return hash("sha256", ticket, "hex");
}
