import { hash, randomBytes } from "node:crypto";
import { type Holder, holderSchema } from "@ashiato/core/clients/client-use";
import { Resource } from "sst";
import * as z from "zod";
import { callDynamodb, item } from "./dynamodb-call.ts";

/** As much chance as a key has. */
const ticketBytes = 24;

/**
 * What a ticket is for, and what it begins with. The beginning is part of what is hashed: a ticket of one
 * purpose with the beginning of another is a ticket that was never given out.
 */
const beginnings = { connection: "tkt_", "sign-in": "sgn_" } as const;

export type TicketPurpose = keyof typeof beginnings;

const takenSchema = z.looseObject({ Attributes: item.optional() });
const ticketSchema = z.object({ holder: holderSchema, expiresAt: z.number() });

/** @param expiresAt milliseconds since 1970 */
type NewTicket = { purpose: TicketPurpose; holder: Holder; expiresAt: number };

/** Keeps a new ticket of a holder, by its hash: whoever reads the table cannot use it. Returns the ticket. */
export async function keepTicket({ purpose, holder, expiresAt }: NewTicket): Promise<string> {
  const ticket = beginnings[purpose] + randomBytes(ticketBytes).toString("base64url");
  await callDynamodb("PutItem", {
    TableName: Resource.Tickets.name,
    Item: { ticket: hashOf(ticket), holder, expiresAt, ends: Math.ceil(expiresAt / 1_000) },
  });
  return ticket;
}

/**
 * Takes a ticket, which is gone then, and returns its holder; undefined if there is no such ticket for this
 * purpose, it was taken before or has expired. Of two who take it at the same moment one gets it.
 */
export async function takeTicket(
  ticket: string,
  { purpose, now }: { purpose: TicketPurpose; now: number },
): Promise<Holder | undefined> {
  if (!ticket.startsWith(beginnings[purpose]) || !/^.{4}[\w-]{32}$/.test(ticket)) {
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
