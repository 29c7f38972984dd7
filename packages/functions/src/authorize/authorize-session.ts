import { tokenIdOf } from "@ashiato/core/bearer-token";
import type { Client } from "@ashiato/core/clients/client";
import { type Holder, refusedHolder, type UseRefusal } from "@ashiato/core/clients/client-use";
import type { RequiredRight } from "@ashiato/core/clients/rights";
import { isKnown, knownClient, newestClient } from "../aws/known-client.ts";
import { findSession } from "../aws/sessions-table.ts";
import { type AuthorizedClient, boundsOf } from "./authorize-client.ts";
import { noteUse } from "./note-use.ts";
import { validTokens } from "./stage-tokens.ts";

/** What functions hear of a session, beside what they hear of the client whose key it came from. */
export type AuthorizedSession = Partial<AuthorizedClient> & { session: { id: string; expiresAt: string } };

type Decision =
  | { authorized: AuthorizedSession; refused?: never; client?: never }
  | { refused: "no such session" | UseRefusal; client?: string; authorized?: never };

/**
 * Decides whether the holder of a session has what a route asks for. The session itself holds no rights:
 * those of its key or token are looked up each time, so a session ends or changes with them.
 */
export async function authorizeSession(
  token: string,
  { right, now }: { right: RequiredRight; now: number },
): Promise<Decision> {
  const found = await findSession(token, now);
  if (found === undefined) {
    return { refused: "no such session" };
  }
  const { id, holder } = found;
  const session = { id, expiresAt: new Date(found.expiresAt).toISOString() };
  if (!("client" in holder)) {
    const refused = isReplaced(holder)
      ? "no such key"
      : refusedHolder(holder, { client: undefined, right, now });
    return refused === undefined ? { authorized: { session } } : { refused };
  }
  const { client, refused } = await lookUp(holder, (known) =>
    refusedHolder(holder, { client: known, right, now }),
  );
  if (client === undefined || refused !== undefined) {
    return { refused: refused ?? "no such key", client: holder.client };
  }
  await noteUse(client.id, holder.key, now);
  return { authorized: { ...boundsOf(client), client: client.id, key: holder.key, session } };
}

/** Returns whether the token with which a session was begun is no longer one of the stage. */
function isReplaced(holder: Extract<Holder, { stageToken: string }>): boolean {
  return !validTokens(holder.stageToken).some((valid) => valid !== "" && tokenIdOf(valid) === holder.token);
}

/**
 * Returns the client of a session and why it is refused. A refusal by an older reading may be outdated, as
 * the key may be new: then the client is read again.
 */
async function lookUp(
  holder: Extract<Holder, { client: string }>,
  refusal: (client: Client | undefined) => UseRefusal | undefined,
): Promise<{ client: Client | undefined; refused: UseRefusal | undefined }> {
  const wasKnown = isKnown(holder.client);
  const client = await knownClient(holder.client);
  const refused = refusal(client);
  if (refused !== "no such key" || !wasKnown) {
    return { client, refused };
  }
  const newest = await newestClient(holder.client);
  return { client: newest, refused: refusal(newest) };
}
