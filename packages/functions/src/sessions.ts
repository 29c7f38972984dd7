import { type EndedSession, type Session, sessionRequestSchema } from "@ashiato/core/api/session-schemas";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { endSession, keepSession } from "./aws/sessions-table.ts";
import { logger, nameNoCaller } from "./aws/telemetry.ts";
import { takeTicket } from "./aws/tickets-table.ts";
import { RequestError } from "./errors.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { sessionOf } from "./http/caller.ts";
import { limitUse } from "./http/limit-use.ts";
import { refuseUnknown } from "./http/query.ts";
import { readBody } from "./http/read-body.ts";

/** A working day and its evening: whoever opens the console on the next day asks for another link. */
const sessionMilliseconds = 12 * 3_600_000;

/**
 * Serves `POST /v1/sessions`, which needs no more than a ticket, and `DELETE /v1/sessions/current`. Whether
 * the ticket's holder may still do anything is the authorizer's to say, at each request with the session.
 */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  if (event.routeKey === "POST /v1/sessions") {
    nameNoCaller();
    return serve(event, async () => answer(201, await signIn(event), { "cache-control": "no-store" }));
  }
  // Who has used up a limit can still sign out.
  return limitUse({ event, measures: "nothing" }, () =>
    serve(event, async () => answer(200, await signOut(event))),
  );
}

async function serve(event: APIGatewayProxyEventV2, work: () => Promise<Answer>): Promise<Answer> {
  try {
    refuseUnknown(event.queryStringParameters ?? {}, []);
    return await work();
  } catch (error) {
    return refuse(error, event.requestContext.requestId);
  }
}

async function signIn(event: APIGatewayProxyEventV2): Promise<Session> {
  const { requestId, timeEpoch: now } = event.requestContext;
  const holder = await takeTicket(await ticketOf(event), { purpose: "sign-in", now });
  if (holder === undefined) {
    throw new RequestError(
      "TicketRefused",
      "This ticket does not sign in: it was used before, is older than 15 minutes, or is no ticket of POST /v1/sign-in-tickets. Ask for another",
    );
  }
  const expiresAt = now + sessionMilliseconds;
  const token = await keepSession(holder, expiresAt);
  logger.info("signed in", { requestId, holder });
  return { token, expiresAt: new Date(expiresAt).toISOString() };
}

/**
 * Reads the ticket. Throws RequestError InvalidBody, which is logged and so quotes nothing of a body that may
 * hold a ticket, and as `readBody` does.
 */
async function ticketOf(event: APIGatewayProxyEventV2): Promise<string> {
  const parsed = sessionRequestSchema.safeParse(parsedOrUndefined(await readBody(event)));
  if (!parsed.success) {
    throw new RequestError("InvalidBody", 'The body must be JSON of the form {"ticket": "sgn_…"}');
  }
  return parsed.data.ticket;
}

function parsedOrUndefined(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // No JSON is no body of the form that is asked for.
    return undefined;
  }
}

async function signOut(event: APIGatewayProxyEventV2): Promise<EndedSession> {
  const session = sessionOf(event);
  if (session === undefined) {
    throw new RequestError(
      "NotFound",
      "The request came with a key or token of the stage, which is no session",
    );
  }
  await endSession(session.id);
  return { endedAt: new Date(event.requestContext.timeEpoch).toISOString() };
}
