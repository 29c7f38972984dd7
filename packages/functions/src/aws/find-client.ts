import { type Client, clientSchema } from "@ashiato/core/clients/client";
import { Resource } from "sst";
import * as z from "zod";
import { clientKind as kind } from "./clients-table-key.ts";
import { callDynamodb, item } from "./dynamodb-call.ts";

const answerSchema = z.looseObject({ Item: item.optional() });

/** Returns a client; undefined if no client has this id. The reading may be a moment old. */
export async function findClient(id: string): Promise<Client | undefined> {
  const input = { TableName: Resource.Clients.name, Key: { kind, id } };
  const { Item } = answerSchema.parse(await callDynamodb("GetItem", input));
  return Item && clientSchema.parse(Item);
}
