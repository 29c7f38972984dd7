import { type DayUsage, dayUsageSchema, type Measure } from "@ashiato/core/clients/usage";
import { QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { Resource } from "sst";
import * as z from "zod";
import { keyPrefix } from "./client-items.ts";
import { dynamodb } from "./dynamodb.ts";

const dayPrefix = "day#";
/** Two years and a month: a year can be held against the one before. */
const keptSeconds = 761 * 86_400;

const keyUse = z.object({ window: z.string(), usedAt: z.iso.datetime() });

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

/** Adds to what a client used on a day. */
export async function countUse(
  client: string,
  date: string,
  used: Partial<Record<Measure, number>>,
): Promise<void> {
  const names = Object.keys(used);
  await dynamodb.send(
    new UpdateCommand({
      TableName: Resource.ClientUsage.name,
      Key: { client, window: dayPrefix + date },
      UpdateExpression: `ADD ${names.map((name) => `#${name} :${name}`).join(", ")} SET ends = :ends`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(Object.entries(used).map(([name, value]) => [`:${name}`, value])),
        ":ends": Date.parse(date) / 1_000 + keptSeconds,
      },
    }),
  );
}

/** Returns what a client used on each day of a range that it used something, in their order. */
export async function usedDays(
  client: string,
  { from, to }: { from: string; to: string },
): Promise<DayUsage[]> {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: Resource.ClientUsage.name,
      KeyConditionExpression: "client = :client AND #window BETWEEN :from AND :to",
      ExpressionAttributeNames: { "#window": "window" },
      ExpressionAttributeValues: { ":client": client, ":from": dayPrefix + from, ":to": dayPrefix + to },
    }),
  );
  return Items.map((item) => dayUsageSchema.parse({ ...item, date: dayUsedIn(item) }));
}

function dayUsedIn(item: Record<string, unknown>): string {
  return String(item["window"]).slice(dayPrefix.length);
}
