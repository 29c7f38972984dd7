import type { ClientUsage } from "@ashiato/core/api/client-schemas";
import { businessDate } from "@ashiato/core/business-date";
import type { Limits } from "@ashiato/core/clients/limits";
import { stageItself } from "@ashiato/core/clients/rights";
import { totalUsage } from "@ashiato/core/clients/usage";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { usedDays } from "../aws/client-usage-table.ts";
import { RequestError } from "../errors.ts";
import { limitsOf, sourceOf } from "../http/caller.ts";
import { readLimits } from "../http/read-limits.ts";
import { calendarDate } from "../http/query.ts";
import { clientOfPath } from "./shown-client.ts";

/** Days of one answer. */
const maxDays = 366;

/** Returns what the client in the path used, or the stage itself. Throws RequestError NotFound. */
export async function usageOfPath(event: APIGatewayProxyEventV2): Promise<ClientUsage> {
  const isStage = event.pathParameters?.["client"] === stageItself;
  return usageOf(isStage ? { id: stageItself } : await clientOfPath(event), event);
}

/** Returns what the caller used. */
export async function ownUsage(event: APIGatewayProxyEventV2): Promise<ClientUsage> {
  return usageOf({ id: sourceOf(event) ?? stageItself, limits: limitsOf(event) }, event);
}

type Used = { id: string; limits?: Limits | undefined };

async function usageOf(
  { id: client, limits: own = {} }: Used,
  event: APIGatewayProxyEventV2,
): Promise<ClientUsage> {
  const query = event.queryStringParameters ?? {};
  const today = businessDate(event.requestContext.timeEpoch, Resource.Settings.timeZone);
  const to = query["to"] === undefined ? today : calendarDate("to", query["to"]);
  const from = query["from"] === undefined ? `${to.slice(0, 8)}01` : calendarDate("from", query["from"]);
  if (from > to || Date.parse(to) - Date.parse(from) >= maxDays * 86_400_000) {
    throw new RequestError(
      "InvalidParameter",
      `from and to must be at most ${maxDays} days, the first one first, got ${from} and ${to}`,
    );
  }
  const days = await usedDays(client, { from, to });
  const measures = ["requests", "reports", "uploads", "rows", "bytes"] as const;
  const limits = await readLimits({ client, limits: own, measures }, event.requestContext.timeEpoch);
  return { client, from, to, total: totalUsage(days), days, limits };
}
