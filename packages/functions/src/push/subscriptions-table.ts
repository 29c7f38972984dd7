import { type Subscription, subscriptionSchema } from "@ashiato/core/push/push";
import { type Topic, topics } from "@ashiato/core/push/topics";
import { Resource } from "sst";
import * as z from "zod";
import { callDynamodb, item } from "../aws/dynamodb-call.ts";

const pageSchema = z.looseObject({ Items: z.array(item), LastEvaluatedKey: z.unknown().optional() });
const countSchema = z.looseObject({ Count: z.int() });

/**
 * Keeps a subscription, in place of an earlier one of the connection to the same topic.
 * @param ends when the connection is at its end at the latest, in seconds since 1970
 */
export async function keepSubscription(subscription: Subscription, ends: number): Promise<void> {
  await callDynamodb("PutItem", {
    TableName: Resource.Subscriptions.name,
    Item: { ...subscription, ends },
  });
}

export async function removeSubscription(connection: string, topic: Topic): Promise<void> {
  await callDynamodb("DeleteItem", {
    TableName: Resource.Subscriptions.name,
    Key: { topic, connection },
  });
}

/** Removes whatever a connection subscribes to. */
export async function removeConnection(connection: string): Promise<void> {
  await Promise.all(topics.map((topic) => removeSubscription(connection, topic)));
}

/**
 * Returns the subscriptions to a topic, page by page: every one that was kept before, because the reading is
 * consistent.
 */
export async function* subscriptionsTo(topic: Topic): AsyncGenerator<Subscription[]> {
  let ExclusiveStartKey: unknown;
  do {
    const page = pageSchema.parse(await callDynamodb("Query", { ...queryOf(topic), ExclusiveStartKey }));
    yield page.Items.map((each) => subscriptionSchema.parse(each));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

/** Returns whether any connection subscribes to a topic. */
export async function hasSubscriptions(topic: Topic): Promise<boolean> {
  const answer = await callDynamodb("Query", { ...queryOf(topic), Limit: 1, Select: "COUNT" });
  return countSchema.parse(answer).Count > 0;
}

function queryOf(topic: Topic) {
  return {
    TableName: Resource.Subscriptions.name,
    KeyConditionExpression: "topic = :topic",
    ExpressionAttributeValues: { ":topic": topic },
    ConsistentRead: true,
  };
}
