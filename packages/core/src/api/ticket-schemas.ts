import * as z from "zod";

export const ticketSchema = z
  .strictObject({
    ticket: z.string().describe("Opens one connection"),
    expiresAt: z.iso.datetime().describe("From then on the ticket is refused: a minute after the request"),
    url: z.url().describe("The address of the WebSocket API with the ticket, for `new WebSocket(url)`"),
  })
  .meta({ id: "Ticket", description: "Opens a connection from a web page, which cannot send a key" });

export type Ticket = z.output<typeof ticketSchema>;
