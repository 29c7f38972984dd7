import * as z from "zod";
import { isClientId } from "../client-id.ts";
import type { Client } from "./client.ts";
import { keepsKey } from "./client-key.ts";
import { type RequiredRight, stageTokenOf } from "./rights.ts";

/**
 * Who opened a connection, took a ticket or signed in: a client by one of its keys, or the operator by the
 * stage's own download token. The ingest token does none of it, because it has no right to read.
 */
export const holderSchema = z.union([
  z.strictObject({ client: z.string().refine(isClientId), key: z.string() }),
  z.strictObject({
    stageToken: z.literal("download"),
    /** Which of the tokens that were valid by and by, where it matters: `tokenIdOf`. */
    token: z.string().optional(),
  }),
]);

export type Holder = z.infer<typeof holderSchema>;

export type UseRefusal = "no such key" | "revoked" | "no right";

/** Returns why a client may not use a right; undefined if it may. `any` is the right of each client. */
export function refusedUse(client: Client, right: RequiredRight): UseRefusal | undefined {
  if (client.status === "revoked") {
    return "revoked";
  }
  return right !== "any" && !client.rights.includes(right) ? "no right" : undefined;
}

/**
 * Returns why a holder may not use a right any more; undefined if it may. The stage's own token has what it
 * has as long as the connection lasts.
 * @param client what is known of the holder's client at `now`; undefined if there is no such client
 * @param now milliseconds since 1970
 */
export function refusedHolder(
  holder: Holder,
  { client, right, now }: { client: Client | undefined; right: RequiredRight; now: number },
): UseRefusal | undefined {
  if ("stageToken" in holder) {
    return right === "any" || stageTokenOf(right) === holder.stageToken ? undefined : "no right";
  }
  if (client === undefined || !keepsKey(client.keys, holder.key, now)) {
    return "no such key";
  }
  return refusedUse(client, right);
}
