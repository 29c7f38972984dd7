import { Resource } from "sst";
import { callDynamodb } from "../aws/dynamodb-call.ts";

/** Where the chains of runs are kept in the table of subscriptions; no topic has this name. */
const topic = "run-chains";
/** A chain that was not renewed for so long has broken, and another may take its place. */
const brokenSeconds = 60;
const keptSeconds = 86_400;

/**
 * Takes a run for a chain of messages, or renews it. Returns false if another chain has it: so that a run is
 * followed once, however many subscribe to it.
 */
export async function takeRun(run: string, chain: string, now: number): Promise<boolean> {
  const seconds = Math.floor(now / 1_000);
  try {
    await callDynamodb("UpdateItem", {
      TableName: Resource.Subscriptions.name,
      Key: { topic, connection: run },
      UpdateExpression: "SET #chain = :chain, renewedAt = :now, ends = :ends",
      ConditionExpression: "attribute_not_exists(#chain) OR #chain = :chain OR renewedAt < :broken",
      ExpressionAttributeNames: { "#chain": "chain" },
      ExpressionAttributeValues: {
        ":chain": chain,
        ":now": seconds,
        ":broken": seconds - brokenSeconds,
        ":ends": seconds + keptSeconds,
      },
    });
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "ConditionalCheckFailedException") {
      return false;
    }
    throw error;
  }
}

/** Lets another chain take a run at once. */
export async function leaveRun(run: string): Promise<void> {
  await callDynamodb("DeleteItem", {
    TableName: Resource.Subscriptions.name,
    Key: { topic, connection: run },
  });
}
