import type { ShownClient } from "@ashiato/core/api/client-schemas";
import type { Client } from "@ashiato/core/clients/client";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { findClient } from "../aws/find-client.ts";
import { keyUses } from "../aws/client-usage-table.ts";
import { RequestError } from "../errors.ts";

/** Returns a client without what is the table's own: its keys by their names, never their hashes. */
export function shownClient(client: Client, uses: ReadonlyMap<string, string> = new Map()): ShownClient {
  const { keys, feeds: _feeds, revision: _revision, ...shown } = client;
  return {
    ...shown,
    keys: keys.map(({ id, label, createdAt, expiresAt }) => {
      const lastUsedAt = uses.get(id);
      return {
        id,
        ...(label !== undefined && { label }),
        createdAt,
        ...(expiresAt !== undefined && { expiresAt }),
        ...(lastUsedAt !== undefined && { lastUsedAt }),
      };
    }),
  };
}

/** Returns the client in the path, with the last use of its keys. Throws RequestError NotFound. */
export async function existingClient(event: APIGatewayProxyEventV2): Promise<ShownClient> {
  const client = await clientOfPath(event);
  return shownClient(client, await keyUses(client.id));
}

/** Returns the client in the path as it is kept. Throws RequestError NotFound. */
export async function clientOfPath({ pathParameters }: APIGatewayProxyEventV2): Promise<Client> {
  const id = pathParameters?.["client"] ?? "";
  const client = await findClient(id);
  if (client === undefined) {
    throw new RequestError("NotFound", `There is no client ${JSON.stringify(id)}`);
  }
  return client;
}
