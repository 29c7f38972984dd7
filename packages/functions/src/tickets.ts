import type { SignInTicket } from "@ashiato/core/api/session-schemas";
import type { Ticket } from "@ashiato/core/api/ticket-schemas";
import { presentedToken, tokenIdOf } from "@ashiato/core/bearer-token";
import type { Holder } from "@ashiato/core/clients/client-use";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { keepTicket } from "./aws/tickets-table.ts";
import { RequestError } from "./errors.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { apiUrl } from "./http/api-url.ts";
import { holderOf, sessionOf } from "./http/caller.ts";
import { limitUse } from "./http/limit-use.ts";
import { refuseUnknown } from "./http/query.ts";

/** A page asks for a ticket and connects with it at once. */
const connectionMilliseconds = 60_000;
/** A person reads a line in a terminal, and may first start a browser. */
const signInMilliseconds = 900_000;

/** Serves `POST /v1/tickets`, for connections, and `POST /v1/sign-in-tickets`, for the console. */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  return limitUse({ event, measures: [] }, () => serve(event));
}

async function serve(event: APIGatewayProxyEventV2): Promise<Answer> {
  try {
    refuseUnknown(event.queryStringParameters ?? {}, []);
    const made =
      event.routeKey === "POST /v1/sign-in-tickets" ? await signInTicket(event) : await ticket(event);
    // A ticket is a secret as long as it is valid.
    return answer(201, made, { "cache-control": "no-store" });
  } catch (error) {
    return refuse(error, event.requestContext.requestId);
  }
}

async function ticket(event: APIGatewayProxyEventV2): Promise<Ticket> {
  const expiresAt = event.requestContext.timeEpoch + connectionMilliseconds;
  const made = await keepTicket({ purpose: "connection", holder: holderOf(event), expiresAt });
  return {
    ticket: made,
    expiresAt: new Date(expiresAt).toISOString(),
    url: `${Resource.Live.url}?ticket=${made}`,
  };
}

/**
 * Returns a ticket that signs in, for who asks. Throws RequestError KeyRequired for a session, which could
 * otherwise outlast itself without end.
 */
async function signInTicket(event: APIGatewayProxyEventV2): Promise<SignInTicket> {
  if (sessionOf(event) !== undefined) {
    throw new RequestError(
      "KeyRequired",
      "A session gets no ticket to sign in with: ask with a key or with the stage's download token",
    );
  }
  const expiresAt = event.requestContext.timeEpoch + signInMilliseconds;
  const made = await keepTicket({ purpose: "sign-in", holder: namedHolder(event), expiresAt });
  return {
    ticket: made,
    expiresAt: new Date(expiresAt).toISOString(),
    link: `${apiUrl(event)}/console#ticket=${made}`,
  };
}

/** Returns the holder; of the download token also which one, because a session ends when it is replaced. */
function namedHolder(event: APIGatewayProxyEventV2): Holder {
  const holder = holderOf(event);
  if ("client" in holder) {
    return holder;
  }
  const token = presentedToken(event.headers["authorization"] ?? "");
  if (token === undefined) {
    throw new Error("The authorizer let a request through whose header has no token");
  }
  return { ...holder, token: tokenIdOf(token) };
}
