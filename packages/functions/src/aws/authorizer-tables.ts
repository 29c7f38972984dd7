import { type Client, clientSchema } from "@ashiato/core/clients/client";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { Resource } from "sst";
import * as z from "zod";
import { clientKind, keyPrefix } from "./client-items.ts";
import { jsonCaller } from "./json-call.ts";
import { endpointOf, environment } from "./signer.ts";

// The tables as the authorizer uses them, which each request waits for. Others use the SDK's client.

const itemSchema = z.looseObject({ Item: z.record(z.string(), z.custom<AttributeValue>()).optional() });

const call = jsonCaller({ name: "dynamodb", target: "DynamoDB_20120810" });

/** Returns a client; undefined if no client has this id. The reading may be a moment old. */
export async function findClient(id: string): Promise<Client | undefined> {
  const input = { TableName: Resource.Clients.name, Key: marshall({ kind: clientKind, id }) };
  const { Item } = itemSchema.parse(await call({ endpoint: endpoint(), action: "GetItem", input }));
  return Item && clientSchema.parse(unmarshall(Item));
}

/** Keeps when a key of a client was last used. */
export async function noteKeyUse(client: string, key: string, usedAt: string): Promise<void> {
  const input = {
    TableName: Resource.ClientUsage.name,
    Key: marshall({ client, window: keyPrefix + key }),
    UpdateExpression: "SET usedAt = :usedAt",
    ExpressionAttributeValues: marshall({ ":usedAt": usedAt }),
  };
  await call({ endpoint: endpoint(), action: "UpdateItem", input });
}

function endpoint(): string {
  return endpointOf("DYNAMODB", `https://dynamodb.${environment("AWS_REGION")}.amazonaws.com`);
}
