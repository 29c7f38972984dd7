import type { Client } from "@ashiato/core/clients/client";
import { matchingKey, type PresentedKey, readClientKey } from "@ashiato/core/clients/client-key";
import type { Limits } from "@ashiato/core/clients/limits";
import type { RequiredRight } from "@ashiato/core/clients/rights";
import { findClient } from "../aws/find-client.ts";
import { noteUse } from "./note-use.ts";

/**
 * What functions hear of the client; `exportDays` is absent where every date may be read, `exportRows` where
 * the rows of all clients may be, and `limits` where there are none.
 */
export type AuthorizedClient = {
  client: string;
  key: string;
  exportDays?: number;
  exportRows?: "own";
  limits?: Limits;
};

type Decision =
  | { authorized: AuthorizedClient; refused?: never; client?: never }
  | { refused: "no key" | "no such key" | "revoked" | "no right"; client?: string };

/**
 * How long a reading of a client is used. API Gateway uses a decision for as long again
 * (`authorizationSettings.cached`): a change is in force within a minute.
 */
const readingMilliseconds = 30_000;
/** Readings kept at a time, those of ids that no client has among them. */
const maxReadings = 10_000;

const readings = new Map<string, { client: Promise<Client | undefined>; at: number }>();

/** Decides whether a key has what a route asks for. */
export async function authorizeClient(
  token: string,
  { right, now }: { right: RequiredRight; now: number },
): Promise<Decision> {
  const presented = readClientKey(token);
  if (presented === undefined) {
    return { refused: "no key" };
  }
  const { client, key } = await findKey(presented, now);
  if (client === undefined || key === undefined) {
    return { refused: "no such key" };
  }
  if (client.status === "revoked") {
    return { refused: "revoked", client: client.id };
  }
  if (right !== "any" && !client.rights.includes(right)) {
    return { refused: "no right", client: client.id };
  }
  await noteUse(client.id, key, now);
  const { id, exportDays, exportRows, limits } = client;
  const bounds = {
    ...(exportDays !== undefined && { exportDays }),
    ...(exportRows === "own" && { exportRows }),
    ...(limits !== undefined && { limits }),
  };
  return { authorized: { client: id, key, ...bounds } };
}

/**
 * Returns the client of a key, and the key's id if it is one of the client's. A key that an older reading
 * does not have may be new: then the client is read again, so that no key is refused that was given out. This
 * is so for the id of no client, too, and takes as long.
 */
async function findKey(
  presented: PresentedKey,
  now: number,
): Promise<{ client: Client | undefined; key: string | undefined }> {
  const isKnown = isFresh(presented.client);
  const client = await readClient(presented.client);
  const key = matchingKey(presented, client?.keys ?? [], now);
  if (key !== undefined || !isKnown) {
    return { client, key };
  }
  readings.delete(presented.client);
  const newest = await readClient(presented.client);
  return { client: newest, key: matchingKey(presented, newest?.keys ?? [], now) };
}

function isFresh(id: string): boolean {
  const known = readings.get(id);
  return known !== undefined && Date.now() - known.at < readingMilliseconds;
}

async function readClient(id: string): Promise<Client | undefined> {
  const known = readings.get(id);
  if (known !== undefined && isFresh(id)) {
    return known.client;
  }
  if (readings.size >= maxReadings) {
    readings.clear();
  }
  const client = findClient(id);
  readings.set(id, { client, at: Date.now() });
  try {
    return await client;
  } catch (error) {
    readings.delete(id);
    throw error;
  }
}
