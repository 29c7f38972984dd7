import type { ShownCaller } from "@ashiato/core/api/client-schemas";
import { rights, stageItself, stageTokenOf } from "@ashiato/core/clients/rights";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { findClient } from "../aws/find-client.ts";
import { sessionOf, sourceOf } from "../http/caller.ts";

/**
 * Returns whose key a request came with, and what it may do. Throws an Error if the authorizer named a client
 * that does not exist.
 */
export async function shownCaller(event: APIGatewayProxyEventV2): Promise<ShownCaller> {
  const { timeZone } = Resource.Settings;
  const session = sessionOf(event);
  const stage = {
    stage: Resource.App.stage,
    timeZone,
    ...(session !== undefined && { session: { expiresAt: session.expiresAt } }),
  };
  const id = sourceOf(event);
  if (id === undefined) {
    const ofToken = rights.filter((right) => stageTokenOf(right) === "download");
    return { client: stageItself, rights: ofToken, ...stage };
  }
  const client = await findClient(id);
  if (client === undefined) {
    throw new Error(`There is no client ${id}, which the authorizer named`);
  }
  const { name, rights: own, exportDays, exportRows } = client;
  return {
    client: id,
    name,
    rights: own,
    ...(exportDays !== undefined && { exportDays }),
    ...(exportRows !== undefined && { exportRows }),
    ...stage,
  };
}
