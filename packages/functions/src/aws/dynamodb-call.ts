import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { jsonCaller } from "./json-call.ts";
import { endpointOf, environment } from "./signer.ts";

/** An item, or some of its attributes, as DynamoDB answers it; read as plain values. */
export const item = z
  .record(
    z.string(),
    z.custom<AttributeValue>((value) => value !== null && typeof value === "object"),
  )
  .transform((attributes) => unmarshall(attributes));

/** The input of an action, whose items and values are plain. */
export type DynamodbInput = {
  TableName: string;
  Key?: Record<string, unknown>;
  Item?: Record<string, unknown>;
  ExpressionAttributeValues?: Record<string, unknown>;
  [name: string]: unknown;
};

type DynamodbAction = "GetItem" | "PutItem" | "DeleteItem" | "Query" | "UpdateItem";

const call = jsonCaller({ name: "dynamodb", target: "DynamoDB_20120810" });

/**
 * Calls an action of DynamoDB without the SDK's client, for the functions that a request waits for. Returns
 * the answer, unchecked; throws JsonCallError for what DynamoDB refuses.
 */
export function callDynamodb(action: DynamodbAction, input: DynamodbInput) {
  const { Key, Item, ExpressionAttributeValues: values, ...others } = input;
  return call({
    endpoint: endpointOf("DYNAMODB", `https://dynamodb.${environment("AWS_REGION")}.amazonaws.com`),
    action,
    input: {
      ...others,
      ...(Key && { Key: marshall(Key) }),
      ...(Item && { Item: marshall(Item, { removeUndefinedValues: true }) }),
      ...(values && { ExpressionAttributeValues: marshall(values) }),
    },
  });
}
