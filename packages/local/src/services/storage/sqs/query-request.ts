import { type QueryTree, queryTree } from "../../../http/query-parameters.ts";

/** Lists of the Query protocol by the name of their members, with the name that AWS JSON has for them. */
const lists: Record<string, string> = {
  ActionName: "Actions",
  AttributeName: "AttributeNames",
  AWSAccountId: "AWSAccountIds",
  ChangeMessageVisibilityBatchRequestEntry: "Entries",
  DeleteMessageBatchRequestEntry: "Entries",
  MessageAttributeName: "MessageAttributeNames",
  MessageSystemAttributeName: "MessageSystemAttributeNames",
  SendMessageBatchRequestEntry: "Entries",
  TagKey: "TagKeys",
};

/** Maps of the Query protocol, whose entries are numbered, by the name of their entries. */
const maps: Record<string, { name: string; key: string }> = {
  Attribute: { name: "Attributes", key: "Name" },
  MessageAttribute: { name: "MessageAttributes", key: "Name" },
  MessageSystemAttribute: { name: "MessageSystemAttributes", key: "Name" },
  Tag: { name: "Tags", key: "Key" },
};

const integers = new Set([
  "DelaySeconds",
  "MaxNumberOfMessages",
  "MaxNumberOfMessagesPerSecond",
  "MaxResults",
  "VisibilityTimeout",
  "WaitTimeSeconds",
]);

type Json = string | number | Json[] | { [name: string]: Json };

/**
 * Returns the members that a request in SQS's Query protocol has in the AWS JSON protocol, without `Action`
 * and `Version`: `AttributeName.1=All` becomes `{"AttributeNames": ["All"]}`.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */
export function readQueryRequest(parameters: Readonly<Record<string, string>>): { [name: string]: Json } {
  const root = queryTree(Object.entries(parameters));
  const members = objectOf(root);
  // The one member that AWS JSON writes small.
  if (parameters["Action"] === "CreateQueue" && members["Tags"] !== undefined) {
    const { Tags: tags, ...others } = members;
    return { ...others, tags };
  }
  return members;
}

function objectOf(tree: QueryTree): { [name: string]: Json } {
  return Object.fromEntries([...tree].map(([name, child]): [string, Json] => member(name, child)));
}

function member(name: string, child: QueryTree | string): [string, Json] {
  if (typeof child === "string") {
    return [name, integers.has(name) && /^-?\d+$/.test(child) ? Number(child) : child];
  }
  const list = lists[name];
  if (list !== undefined) {
    return [list, numbered(child).map((each) => (typeof each === "string" ? each : objectOf(each)))];
  }
  const map = maps[name];
  if (map !== undefined) {
    return [map.name, Object.fromEntries(numbered(child).flatMap((each) => entry(each, map.key)))];
  }
  return [name, objectOf(child)];
}

function entry(entryTree: QueryTree | string, keyName: string): [string, Json][] {
  const key = typeof entryTree === "string" ? undefined : entryTree.get(keyName);
  const value = typeof entryTree === "string" ? undefined : entryTree.get("Value");
  if (typeof key !== "string") {
    return [];
  }
  return [[key, value instanceof Map ? objectOf(value) : (value ?? "")]];
}

function numbered(tree: QueryTree): (QueryTree | string)[] {
  return [...tree].sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child);
}
