import { presentedToken } from "@ashiato/core/bearer-token";
import { type Holder, refusedHolder } from "@ashiato/core/clients/client-use";
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from "aws-lambda";
import { authorizeClient } from "./authorize/authorize-client.ts";
import { isStageToken } from "./authorize/stage-tokens.ts";
import { newestClient } from "./aws/known-client.ts";
import { logger } from "./aws/telemetry.ts";
import { takeTicket } from "./aws/tickets-table.ts";

/** What is refused: the log says why, and the client hears no more than 403. */
type Refused = { refused: string };

/**
 * The authorizer of `$connect`: lets whoever has a key or a token in the header, or a ticket in the query,
 * open a connection. What the connection may hear of is decided when it subscribes, and again at each push.
 * API Gateway passes the holder on with every event of the connection.
 */
export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const { methodArn, requestContext } = event;
  const { requestId, requestTimeEpoch: now } = requestContext;
  const header = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === "authorization");
  const ticket = event.queryStringParameters?.["ticket"];
  const found =
    header === undefined && ticket !== undefined
      ? await holderOfTicket(ticket, now)
      : await holderOfToken(presentedToken(header?.[1] ?? ""), now);
  if ("refused" in found) {
    logger.warn("connection refused", { requestId, refused: found.refused });
    return decision("Deny", methodArn);
  }
  return { ...decision("Allow", methodArn), context: found };
}

async function holderOfToken(token: string | undefined, now: number): Promise<Holder | Refused> {
  if (token === undefined) {
    return { refused: "neither a token nor a ticket" };
  }
  if (isStageToken(token, "download")) {
    return { stageToken: "download" };
  }
  const { refused, authorized } = await authorizeClient(token, { right: "any", now });
  return authorized === undefined ? { refused } : { client: authorized.client, key: authorized.key };
}

async function holderOfTicket(ticket: string, now: number): Promise<Holder | Refused> {
  const holder = await takeTicket(ticket, { purpose: "connection", now });
  if (holder === undefined) {
    return { refused: "no such ticket" };
  }
  const client = "client" in holder ? await newestClient(holder.client) : undefined;
  const refused = refusedHolder(holder, { client, right: "any", now });
  return refused === undefined ? holder : { refused };
}

function decision(Effect: "Allow" | "Deny", Resource: string): APIGatewayAuthorizerResult {
  return {
    principalId: "holder",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect, Action: "execute-api:Invoke", Resource }],
    },
  };
}
