import type { Client } from "@ashiato/core/clients/client";
import { matchingKey, type PresentedKey, readClientKey } from "@ashiato/core/clients/client-key";
import { refusedUse, type UseRefusal } from "@ashiato/core/clients/client-use";
import type { Limits } from "@ashiato/core/clients/limits";
import type { RequiredRight } from "@ashiato/core/clients/rights";
import { isKnown, knownClient, newestClient } from "../aws/known-client.ts";
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
  | { refused: "no key" | UseRefusal; client?: string; authorized?: never };

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
  const refused = refusedUse(client, right);
  if (refused !== undefined) {
    return { refused, client: client.id };
  }
  await noteUse(client.id, key, now);
  return { authorized: { client: client.id, key, ...boundsOf(client) } };
}

/** Returns what bounds a client within its rights. */
export function boundsOf({
  exportDays,
  exportRows,
  limits,
}: Client): Omit<AuthorizedClient, "client" | "key"> {
  return {
    ...(exportDays !== undefined && { exportDays }),
    ...(exportRows === "own" && { exportRows }),
    ...(limits !== undefined && { limits }),
  };
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
  const wasKnown = isKnown(presented.client);
  const client = await knownClient(presented.client);
  const key = matchingKey(presented, client?.keys ?? [], now);
  if (key !== undefined || !wasKnown) {
    return { client, key };
  }
  const newest = await newestClient(presented.client);
  return { client: newest, key: matchingKey(presented, newest?.keys ?? [], now) };
}
