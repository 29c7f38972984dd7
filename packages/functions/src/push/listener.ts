import type { Holder } from "@ashiato/core/clients/client-use";
import type { Listener } from "@ashiato/core/push/shown-message";
import { Resource } from "sst";
import { knownClient } from "../aws/known-client.ts";

/** Returns a holder with what is known of its client, which is half a minute old at most. */
export async function listenerOf(holder: Holder, now: number): Promise<Listener> {
  return {
    holder,
    client: "client" in holder ? await knownClient(holder.client) : undefined,
    now,
    timeZone: Resource.Settings.timeZone,
  };
}
