import { type DayUsage, dayUsageSchema, type Measure } from "@ashiato/core/clients/usage";
import { Resource } from "sst";
import * as z from "zod";
import { callDynamodb, item } from "./dynamodb-call.ts";

const keyPrefix = "key#";
const dayPrefix = "day#";
/** Two years and a month: a year can be held against the one before. */
const keptSeconds = 761 * 86_400;

const keyUse = z.object({ window: z.string(), usedAt: z.iso.datetime() });

const itemsSchema = z.looseObject({ Items: z.array(item) });
const attributesSchema = z.looseObject({ Attributes: item });

/** Keeps when a key of a client was last used. */
export async function noteKeyUse(client: string, key: string, usedAt: string): Promise<void> {
  await callDynamodb("UpdateItem", {
    TableName: Resource.ClientUsage.name,
    Key: { client, window: keyPrefix + key },
    UpdateExpression: "SET usedAt = :usedAt",
    ExpressionAttributeValues: { ":usedAt": usedAt },
  });
}

/** Returns when each key of a client was last used, by the names of the keys. */
export async function keyUses(client: string): Promise<Map<string, string>> {
  const answer = await callDynamodb("Query", {
    TableName: Resource.ClientUsage.name,
    KeyConditionExpression: "client = :client AND begins_with(#window, :prefix)",
    ExpressionAttributeNames: { "#window": "window" },
    ExpressionAttributeValues: { ":client": client, ":prefix": keyPrefix },
  });
  const { Items } = itemsSchema.parse(answer);
  return new Map(
    Items.map((each) => keyUse.parse(each)).map(({ window, usedAt }) => [
      window.slice(keyPrefix.length),
      usedAt,
    ]),
  );
}

/** A minute is of no use to anyone once it is over. */
const minuteKeptSeconds = 3_600;

/**
 * Adds to what a client used in a minute, which is counted in minutes since 1970, and returns the sum of all
 * that was added.
 */
export async function countMinute(
  client: string,
  { minute, measure, count }: { minute: number; measure: "requests" | "reports"; count: number },
): Promise<number> {
  const answer = await callDynamodb("UpdateItem", {
    TableName: Resource.ClientUsage.name,
    Key: { client, window: `minute#${minute}` },
    UpdateExpression: "ADD #measure :count SET ends = :ends",
    ExpressionAttributeNames: { "#measure": measure },
    ExpressionAttributeValues: { ":count": count, ":ends": minute * 60 + minuteKeptSeconds },
    ReturnValues: "UPDATED_NEW",
  });
  return z.int().parse(attributesSchema.parse(answer).Attributes[measure]);
}

/** Adds to what a client used on a day. */
export async function countUse(
  client: string,
  date: string,
  used: Partial<Record<Measure, number>>,
): Promise<void> {
  const names = Object.keys(used);
  await callDynamodb("UpdateItem", {
    TableName: Resource.ClientUsage.name,
    Key: { client, window: dayPrefix + date },
    UpdateExpression: `ADD ${names.map((name) => `#${name} :${name}`).join(", ")} SET ends = :ends`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(Object.entries(used).map(([name, value]) => [`:${name}`, value])),
      ":ends": Date.parse(date) / 1_000 + keptSeconds,
    },
  });
}

/** Returns what a client used on each day of a range that it used something, in their order. */
export async function usedDays(
  client: string,
  { from, to }: { from: string; to: string },
): Promise<DayUsage[]> {
  const answer = await callDynamodb("Query", {
    TableName: Resource.ClientUsage.name,
    KeyConditionExpression: "client = :client AND #window BETWEEN :from AND :to",
    ExpressionAttributeNames: { "#window": "window" },
    ExpressionAttributeValues: { ":client": client, ":from": dayPrefix + from, ":to": dayPrefix + to },
  });
  const { Items } = itemsSchema.parse(answer);
  return Items.map((each) => dayUsageSchema.parse({ ...each, date: dayUsedIn(each) }));
}

function dayUsedIn(item: Record<string, unknown>): string {
  return String(item["window"]).slice(dayPrefix.length);
}
