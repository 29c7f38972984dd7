import type { ShownClient } from "@ashiato/core/api/client-schemas";
import { getClient } from "../../api/clients.ts";
import type { CommandStage } from "../stage.ts";

/** Returns a client. Throws an Error if it is revoked: a new key of it would be refused as the others are. */
export async function usableClient(
  stage: CommandStage,
  id: string,
  signal: AbortSignal,
): Promise<ShownClient> {
  const client = await getClient(stage, id, signal);
  if (client.status === "revoked") {
    throw new Error(
      `${id} is revoked: a new key would be refused as all its keys are. PATCH /v1/clients/${id} with {"status":"active"} makes it and its old keys valid again`,
    );
  }
  return client;
}
