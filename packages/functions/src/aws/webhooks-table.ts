import { type Webhook, webhookSchema } from "@ashiato/core/webhooks/webhook";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { Resource } from "sst";
import { dynamodb } from "./dynamodb.ts";

/** All webhooks are of one kind, so that one query lists them. */
const kind = "webhook";

/** Returns a webhook; undefined if none has this id. */
export async function findWebhook(id: string): Promise<Webhook | undefined> {
  const { Item } = await dynamodb.send(
    new GetCommand({ TableName: Resource.Webhooks.name, Key: { kind, id }, ConsistentRead: true }),
  );
  return Item && webhookSchema.parse(Item);
}

/** Returns every webhook, by id: an administrator adds them by hand, so one page of a query holds them. */
export async function listWebhooks(): Promise<Webhook[]> {
  const webhooks: Webhook[] = [];
  let ExclusiveStartKey: QueryCommand["input"]["ExclusiveStartKey"];
  do {
    const { Items = [], LastEvaluatedKey } = await dynamodb.send(
      new QueryCommand({
        TableName: Resource.Webhooks.name,
        KeyConditionExpression: "#kind = :kind",
        ExpressionAttributeNames: { "#kind": "kind" },
        ExpressionAttributeValues: { ":kind": kind },
        ConsistentRead: true,
        ExclusiveStartKey,
      }),
    );
    webhooks.push(...Items.map((item) => webhookSchema.parse(item)));
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return webhooks;
}

/**
 * Keeps a webhook. Returns false if it is not of the revision before, because another request has changed it
 * meanwhile, or is there already and should be new.
 */
export async function saveWebhook(webhook: Webhook): Promise<boolean> {
  const condition =
    webhook.revision === 1
      ? { ConditionExpression: "attribute_not_exists(id)" }
      : {
          ConditionExpression: "revision = :before",
          ExpressionAttributeValues: { ":before": webhook.revision - 1 },
        };
  return held(
    dynamodb.send(
      new PutCommand({ TableName: Resource.Webhooks.name, Item: { kind, ...webhook }, ...condition }),
    ),
  );
}

/** Disables a webhook, and says why. One that was removed stays so. */
export async function disableWebhook(id: string, reason: string): Promise<void> {
  await held(
    dynamodb.send(
      new UpdateCommand({
        TableName: Resource.Webhooks.name,
        Key: { kind, id },
        ConditionExpression: "attribute_exists(id)",
        UpdateExpression: "SET #status = :disabled, reason = :reason, revision = revision + :one",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: { ":disabled": "disabled", ":reason": reason, ":one": 1 },
      }),
    ),
  );
}

/** Removes a webhook with its secrets. Returns false if none has this id. */
export async function deleteWebhook(id: string): Promise<boolean> {
  return held(
    dynamodb.send(
      new DeleteCommand({
        TableName: Resource.Webhooks.name,
        Key: { kind, id },
        ConditionExpression: "attribute_exists(id)",
      }),
    ),
  );
}

/** Returns whether the condition of a write held. */
async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) {
      return false;
    }
    throw error;
  }
}
