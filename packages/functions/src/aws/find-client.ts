import { isClientId } from "@ashiato/core/client-id";
import { type Client, clientSchema } from "@ashiato/core/clients/client";
import { Resource } from "sst";
import * as z from "zod";
import { clientKind as kind } from "./clients-table-key.ts";
import { callDynamodb, item } from "./dynamodb-call.ts";

const answerSchema = z.looseObject({ Item: item.optional() });

/** Returns a client; undefined if no client has this id. A key that was just given out is among its keys. */
export async function findClient(id: string): Promise<Client | undefined> {
  if (!isClientId(id)) {
    return undefined;
  }
  const input = { TableName: Resource.Clients.name, Key: { kind, id }, ConsistentRead: true };
  const { Item } = answerSchema.parse(await callDynamodb("GetItem", input));
  return Item && clientSchema.parse(Item);
}
