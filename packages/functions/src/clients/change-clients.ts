import { randomBytes } from "node:crypto";
import type { ClientWithKey, ShownClient } from "@ashiato/core/api/client-schemas";
import type { AuditEntry } from "@ashiato/core/clients/audit";
import {
  changedClient,
  clientWithoutKey,
  feedsOfAllRows,
  type Client,
  clientChangeSchema,
  createdClient,
  keyRequestSchema,
  maxKeys,
  newClientSchema,
  rotatedClient,
} from "@ashiato/core/clients/client";
import { clientKey, hashOf, keyIdOf, secretBytes } from "@ashiato/core/clients/client-key";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { keyUses } from "../aws/client-usage-table.ts";
import { saveClient } from "../aws/clients-table.ts";
import { RequestError } from "../errors.ts";
import { entryOf, timeOf } from "../http/audit-entry.ts";
import { readOptionalRequest, readRequest } from "../http/read-request.ts";
import { clientOfPath, shownClient } from "./shown-client.ts";

type Event = APIGatewayProxyEventV2;

/** Adds a client, and returns its key this once. Throws RequestError Conflict for an id that is taken. */
export async function addClient(event: Event): Promise<ClientWithKey> {
  const asked = await readRequest(event, newClientSchema);
  const { key, kept } = newKey(asked.id);
  const client = createdClient(asked, { key: kept, at: timeOf(event) });
  const entry = entryOf(event, { action: "added", client: asked.id, details: { ...asked, key: kept.id } });
  if (!(await saveClient(client, entry))) {
    throw new RequestError("Conflict", `There is a client ${JSON.stringify(asked.id)} already`);
  }
  return { ...shownClient(client), key };
}

/**
 * Changes the client in the path. Throws RequestError NotFound, and Conflict beside another change, or for a
 * client whose feeds have rows that it may not read any more.
 */
export async function changeClient(event: Event): Promise<ShownClient> {
  const before = await clientOfPath(event);
  const change = await readRequest(event, clientChangeSchema);
  const client = changedClient(before, change, timeOf(event));
  const [feed] = feedsOfAllRows(client);
  if (feed !== undefined && change.exportRows === "own") {
    throw new RequestError(
      "Conflict",
      `The feed ${JSON.stringify(feed.id)} of the client ${JSON.stringify(client.id)} has the rows of all clients: name its devices or sources first`,
    );
  }
  await save(client, entryOf(event, { action: "changed", client: client.id, details: change }));
  return shownClient(client, await keyUses(client.id));
}

/**
 * Gives the client in the path one more key, and returns it this once. Throws RequestError NotFound, or
 * Conflict beside another change, and for a client that is revoked or has as many keys as it may.
 */
export async function addKey(event: Event): Promise<ClientWithKey> {
  const before = await clientOfPath(event);
  const { othersExpireInSeconds, label } = await readOptionalRequest(event, keyRequestSchema);
  if (before.status === "revoked") {
    throw new RequestError(
      "Conflict",
      `The client ${JSON.stringify(before.id)} is revoked: a new key would be refused as all its keys are`,
    );
  }
  const { key, kept } = newKey(before.id);
  const { timeEpoch } = event.requestContext;
  const othersEnd =
    othersExpireInSeconds === undefined
      ? undefined
      : new Date(timeEpoch + othersExpireInSeconds * 1_000).toISOString();
  const labelled = label === undefined ? {} : { label };
  const client = rotatedClient(before, { key: { ...kept, ...labelled }, at: timeOf(event), othersEnd });
  if (client.keys.length > maxKeys) {
    throw new RequestError(
      "Conflict",
      `The client ${JSON.stringify(client.id)} has ${maxKeys} keys that have not ended: end one of them, or all by "othersExpireInSeconds": 0`,
    );
  }
  const details = { key: kept.id, ...labelled, ...(othersEnd !== undefined && { othersEnd }) };
  await save(client, entryOf(event, { action: "key added", client: client.id, details }));
  return { ...shownClient(client, await keyUses(client.id)), key };
}

/**
 * Ends the key in the path at once, and returns its client. Throws RequestError NotFound, or Conflict beside
 * another change.
 */
export async function endKey(event: Event): Promise<ShownClient> {
  const before = await clientOfPath(event);
  const key = event.pathParameters?.["key"] ?? "";
  const client = clientWithoutKey(before, key, timeOf(event));
  if (client === undefined) {
    throw new RequestError(
      "NotFound",
      `The client ${JSON.stringify(before.id)} has no key ${JSON.stringify(key)}`,
    );
  }
  await save(client, entryOf(event, { action: "key ended", client: client.id, details: { key } }));
  return shownClient(client, await keyUses(client.id));
}

/** Keeps a changed client. Throws RequestError Conflict beside another change. */
export async function save(client: Client, entry: AuditEntry, place?: string): Promise<void> {
  if (!(await saveClient(client, entry, place))) {
    throw new RequestError(
      "Conflict",
      `The client ${JSON.stringify(client.id)} was changed at the same moment: read it and try again`,
    );
  }
}

function newKey(client: string): { key: string; kept: { id: string; hash: string } } {
  const key = clientKey(client, randomBytes(secretBytes));
  const hash = hashOf(key);
  return { key, kept: { id: keyIdOf(hash), hash } };
}
