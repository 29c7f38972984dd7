import { QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { Resource } from "sst";
import { z } from "zod";
import { dynamodb } from "./dynamodb.ts";

const keyPrefix = "key#";

const keyUse = z.object({ window: z.string(), usedAt: z.iso.datetime() });

/** Keeps when a key of a client was last used. */
export async function noteKeyUse(client: string, key: string, usedAt: string): Promise<void> {
  await dynamodb.send(
    new UpdateCommand({
      TableName: Resource.ClientUsage.name,
      Key: { client, window: keyPrefix + key },
      UpdateExpression: "SET usedAt = :usedAt",
      ExpressionAttributeValues: { ":usedAt": usedAt },
    }),
  );
}

/** Returns when each key of a client was last used, by the names of the keys. */
export async function keyUses(client: string): Promise<Map<string, string>> {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: Resource.ClientUsage.name,
      KeyConditionExpression: "client = :client AND begins_with(#window, :prefix)",
      ExpressionAttributeNames: { "#window": "window" },
      ExpressionAttributeValues: { ":client": client, ":prefix": keyPrefix },
    }),
  );
  return new Map(
    Items.map((item) => keyUse.parse(item)).map(({ window, usedAt }) => [
      window.slice(keyPrefix.length),
      usedAt,
    ]),
  );
}
