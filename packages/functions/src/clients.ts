import type { AuditTrail, ClientList } from "@ashiato/core/api/client-schemas";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { listAudit, listClients } from "./aws/clients-table.ts";
import { ownUsage, usageOfPath } from "./clients/shown-usage.ts";
import { addClient, addKey, changeClient, endKey } from "./clients/change-clients.ts";
import { removeFeed, setFeed } from "./clients/change-feeds.ts";
import { listWithdrawals, returnRows, withdrawRows } from "./clients/change-withdrawals.ts";
import { shownCaller } from "./clients/shown-caller.ts";
import { existingClient, shownClient } from "./clients/shown-client.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { apiUrl } from "./http/api-url.ts";
import { limitUse } from "./http/limit-use.ts";
import { positiveInteger, refuseUnknown } from "./http/query.ts";
import { RequestError } from "./errors.ts";

/** An answer may hold a key. */
const notStored = { "cache-control": "no-store" };
const defaultEntries = 100;
const maxEntries = 1_000;
/** A time in UTC, and the request that did something then. */
const entryPlace = /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z(?: [\w-]{1,64}=?)?$/;

/** Routes for every client, also for one that has used up its requests. */
const unmeasured: ReadonlySet<string> = new Set(["GET /v1/usage", "GET /v1/caller"]);

/**
 * Serves `/v1/clients` and `/v1/audit`, for administrators, and `GET /v1/usage` and `GET /v1/caller`, for
 * every client.
 */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  const measures = unmeasured.has(event.routeKey) ? "nothing" : [];
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
      case "DELETE /v1/clients/{client}/keys/{key}":
        return answer(200, await endKey(event), notStored);
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
      case "GET /v1/caller":
        return answer(200, await shownCaller(event), notStored);
      case "GET /v1/audit":
        return answer(200, await auditTrail(event), notStored);
      default:
        throw new Error(`No route of clients: ${event.routeKey}`);
    }
  } catch (error) {
    return refuse(error, event.requestContext.requestId);
  }
}

/** Returns a page of the audit trail, with the URL of the one before it. */
async function auditTrail(event: APIGatewayProxyEventV2): Promise<AuditTrail> {
  const query = event.queryStringParameters ?? {};
  const { before, client } = query;
  const limit = positiveInteger(query, "limit") ?? defaultEntries;
  if (limit > maxEntries) {
    throw new RequestError("InvalidParameter", `limit must be at most ${maxEntries}, got ${limit}`);
  }
  if (before !== undefined && !entryPlace.test(before)) {
    throw new RequestError(
      "InvalidParameter",
      `before must be a time such as 2026-11-21T09:30:00Z, got ${JSON.stringify(before.slice(0, 80))}`,
    );
  }
  const { entries, next } = await listAudit({ limit, before, client });
  if (next === undefined) {
    return { entries };
  }
  const page = new URLSearchParams({
    limit: String(limit),
    ...(client !== undefined && { client }),
    before: next,
  });
  return { entries, next: `${apiUrl(event)}/v1/audit?${page.toString()}` };
}

function parametersOf(routeKey: string): string[] {
  if (routeKey === "GET /v1/audit") {
    return ["limit", "before", "client"];
  }
  return routeKey.endsWith("/usage") ? ["from", "to"] : [];
}
