import { type Attempt, attemptSchema } from "@ashiato/core/webhooks/attempt";
import { type Delivery, deliverySchema } from "@ashiato/core/webhooks/delivery";
import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { Resource } from "sst";
import { dynamodb } from "../aws/dynamodb.ts";

/** How far an event is, and each attempt to post one in the order of their times. */
const deliveryEntry = (event: string): string => `event#${event}`;
const attemptPrefix = "attempt#";

function table(): string {
  return Resource.WebhookDeliveries.name;
}

/** Returns when an item is forgotten, in seconds since 1970. */
function ends(now: number): { ends: number } {
  return { ends: Math.ceil(now / 1_000) + Resource.WebhookSettings.logDays * 86_400 };
}

export async function findDelivery(webhook: string, event: string): Promise<Delivery | undefined> {
  const Key = { webhook, entry: deliveryEntry(event) };
  const { Item } = await dynamodb.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }));
  return Item && deliverySchema.parse(Item);
}

/** Keeps a new delivery. Returns the one that is there already, if there is one. */
export async function createDelivery(delivery: Delivery): Promise<Delivery | undefined> {
  try {
    await dynamodb.send(
      new PutCommand({
        TableName: table(),
        Item: itemOf(delivery),
        ConditionExpression: "attribute_not_exists(#entry)",
        ExpressionAttributeNames: { "#entry": "entry" },
      }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) {
      return findDelivery(delivery.webhook, delivery.event);
    }
    throw error;
  }
}

/**
 * Keeps a delivery, and with it the attempt that changed it: both or neither. Returns false if the delivery
 * is not of the revision before, because something else has changed it meanwhile.
 */
export async function saveDelivery(delivery: Delivery, attempt?: Attempt): Promise<boolean> {
  try {
    await dynamodb.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName: table(),
              Item: itemOf(delivery),
              ConditionExpression: "revision = :before",
              ExpressionAttributeValues: { ":before": delivery.revision - 1 },
            },
          },
          ...(attempt ? [{ Put: { TableName: table(), Item: logItem(delivery.webhook, attempt) } }] : []),
        ],
      }),
    );
    return true;
  } catch (error) {
    const [ofDelivery] =
      error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (ofDelivery?.Code === "ConditionalCheckFailed") {
      return false;
    }
    throw error;
  }
}

/** Adds an attempt to the log that belongs to no delivery, or to an earlier round of it. */
export async function logAttempt(webhook: string, attempt: Attempt): Promise<void> {
  await dynamodb.send(new PutCommand({ TableName: table(), Item: logItem(webhook, attempt) }));
}

/** Returns the newest attempts of a webhook, newest first. */
export async function listAttempts(webhook: string, limit: number): Promise<Attempt[]> {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: "webhook = :webhook AND begins_with(#entry, :attempts)",
      ExpressionAttributeNames: { "#entry": "entry" },
      ExpressionAttributeValues: { ":webhook": webhook, ":attempts": attemptPrefix },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return Items.map(({ webhook: _webhook, entry: _entry, ends: _ends, ...attempt }) =>
    attemptSchema.parse(attempt),
  );
}

function itemOf(delivery: Delivery): Record<string, unknown> {
  return { ...delivery, entry: deliveryEntry(delivery.event), ...ends(delivery.since) };
}

function logItem(webhook: string, attempt: Attempt): Record<string, unknown> {
  const { at, event, replay, attempt: number } = attempt;
  const entry = `${attemptPrefix}${at}#${event}#${replay}.${number}`;
  return { ...attempt, webhook, entry, ...ends(Date.parse(at)) };
}
