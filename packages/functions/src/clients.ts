import type { AuditTrail, ClientList } from "@ashiato/core/api/client-schemas";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { listAudit, listClients } from "./aws/clients-table.ts";
import { ownUsage, usageOfPath } from "./clients/shown-usage.ts";
import { addClient, addKey, changeClient } from "./clients/change-clients.ts";
import { removeFeed, setFeed } from "./clients/change-feeds.ts";
import { listWithdrawals, returnRows, withdrawRows } from "./clients/change-withdrawals.ts";
import { existingClient, shownClient } from "./clients/shown-client.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { limitUse } from "./http/limit-use.ts";
import { positiveInteger, refuseUnknown } from "./http/query.ts";
import { RequestError } from "./errors.ts";

/** An answer may hold a key. */
const notStored = { "cache-control": "no-store" };
const defaultEntries = 100;
const maxEntries = 1_000;

/**
 * Serves `/v1/clients` and `/v1/audit`, for administrators, and `GET /v1/usage`, for every client: also for
 * one that has used up its requests.
 */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  const measures = event.routeKey === "GET /v1/usage" ? "nothing" : [];
  return limitUse({ event, measures }, () => serve(event));
}

async function serve(event: APIGatewayProxyEventV2): Promise<Answer> {
  const query = event.queryStringParameters ?? {};
  try {
    refuseUnknown(query, parametersOf(event.routeKey));
    switch (event.routeKey) {
      case "GET /v1/clients": {
        const clients = (await listClients()).map((client) => shownClient(client));
        return answer(200, { clients } satisfies ClientList, notStored);
      }
      case "POST /v1/clients":
        return answer(201, await addClient(event), notStored);
      case "GET /v1/clients/{client}":
        return answer(200, await existingClient(event), notStored);
      case "PATCH /v1/clients/{client}":
        return answer(200, await changeClient(event), notStored);
      case "POST /v1/clients/{client}/keys":
        return answer(201, await addKey(event), notStored);
      case "PUT /v1/clients/{client}/feeds/{feed}":
        return answer(200, await setFeed(event), notStored);
      case "DELETE /v1/clients/{client}/feeds/{feed}":
        return answer(200, await removeFeed(event), notStored);
      case "POST /v1/clients/{client}/withdrawals":
        return answer(202, await withdrawRows(event), notStored);
      case "GET /v1/clients/{client}/withdrawals":
        return answer(200, await listWithdrawals(event), notStored);
      case "DELETE /v1/clients/{client}/withdrawals/{withdrawal}":
        return answer(202, await returnRows(event), notStored);
      case "GET /v1/clients/{client}/usage":
        return answer(200, await usageOfPath(event), notStored);
      case "GET /v1/usage":
        return answer(200, await ownUsage(event), notStored);
      case "GET /v1/audit": {
        const limit = positiveInteger(query, "limit") ?? defaultEntries;
        if (limit > maxEntries) {
          throw new RequestError("InvalidParameter", `limit must be at most ${maxEntries}, got ${limit}`);
        }
        return answer(200, { entries: await listAudit(limit) } satisfies AuditTrail, notStored);
      }
      default:
        throw new Error(`No route of clients: ${event.routeKey}`);
    }
  } catch (error) {
    return refuse(error, event.requestContext.requestId);
  }
}

function parametersOf(routeKey: string): string[] {
  if (routeKey === "GET /v1/audit") {
    return ["limit"];
  }
  return routeKey.endsWith("/usage") ? ["from", "to"] : [];
}
