import * as z from "zod";

const expiry = z.iso.datetime();

export const signInTicketSchema = z
  .strictObject({
    ticket: z.string().describe("Signs in once"),
    expiresAt: expiry.describe("From then on the ticket is refused: 15 minutes after the request"),
    link: z.url().describe("The console with the ticket in the fragment, which browsers send to no server"),
  })
  .meta({ id: "SignInTicket", description: "Signs a person in to the console, without showing a key" });

export const sessionRequestSchema = z
  .strictObject({ ticket: z.string().describe("Of `POST /v1/sign-in-tickets`") })
  .meta({ id: "SessionRequest" });

export const sessionSchema = z
  .strictObject({
    token: z.string().describe("Sent as `Authorization: Bearer TOKEN`, as a key is"),
    expiresAt: expiry.describe("From then on the token is refused: 12 hours after the request"),
  })
  .meta({ id: "Session", description: "May do what the key may for which the ticket was made" });

export const endedSessionSchema = z
  .strictObject({ endedAt: expiry.describe("The moment of the request") })
  .meta({ id: "EndedSession", description: "A session that was signed out" });

export type SignInTicket = z.output<typeof signInTicketSchema>;
export type Session = z.output<typeof sessionSchema>;
export type EndedSession = z.output<typeof endedSessionSchema>;
