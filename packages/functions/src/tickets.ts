import type { Ticket } from "@ashiato/core/api/ticket-schemas";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { keepTicket } from "./aws/tickets-table.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { holderOf } from "./http/caller.ts";
import { limitUse } from "./http/limit-use.ts";
import { refuseUnknown } from "./http/query.ts";

/** A page asks for a ticket and connects with it at once. */
const ticketMilliseconds = 60_000;

/** Serves `POST /v1/tickets`. */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  return limitUse({ event, measures: [] }, () => serve(event));
}

async function serve(event: APIGatewayProxyEventV2): Promise<Answer> {
  const { requestId, timeEpoch } = event.requestContext;
  try {
    refuseUnknown(event.queryStringParameters ?? {}, []);
    const expiresAt = timeEpoch + ticketMilliseconds;
    const ticket = await keepTicket(holderOf(event), expiresAt);
    const made: Ticket = {
      ticket,
      expiresAt: new Date(expiresAt).toISOString(),
      url: `${Resource.Live.url}?ticket=${ticket}`,
    };
    // A ticket is a secret as long as it is valid.
    return answer(201, made, { "cache-control": "no-store" });
  } catch (error) {
    return refuse(error, requestId);
  }
}
