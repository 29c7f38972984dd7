import { findClient } from "../aws/find-client.ts";
import { RequestError } from "../errors.ts";

/** Throws RequestError NotFound for a feed that is not there, Conflict for one that no run makes. */
export async function requireFeed({ client, feed }: { client: string; feed: string }): Promise<void> {
  const found = await findClient(client);
  if (found === undefined) {
    throw new RequestError("NotFound", `There is no client ${JSON.stringify(client)}`);
  }
  if (!found.feeds.some(({ id }) => id === feed)) {
    throw new RequestError(
      "NotFound",
      `The client ${JSON.stringify(client)} has no feed ${JSON.stringify(feed)}`,
    );
  }
  if (found.status === "revoked") {
    throw new RequestError(
      "Conflict",
      `The client ${JSON.stringify(client)} is revoked: no feeds are made for it`,
    );
  }
}
