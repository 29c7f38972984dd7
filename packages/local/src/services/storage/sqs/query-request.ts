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

type Tree = Map<string, Tree | string>;
type Json = string | number | Json[] | { [name: string]: Json };

/**
 * Returns the members that a request in SQS's Query protocol has in the AWS JSON protocol, without `Action`
 * and `Version`: `AttributeName.1=All` becomes `{"AttributeNames": ["All"]}`.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */
export function readQueryRequest(parameters: Readonly<Record<string, string>>): { [name: string]: Json } {
  const root: Tree = new Map();
  for (const [name, value] of Object.entries(parameters)) {
    if (name !== "Action" && name !== "Version") {
      put(root, name.split("."), value);
    }
  }
  const members = objectOf(root);
  // The one member that AWS JSON writes small.
  if (parameters["Action"] === "CreateQueue" && members["Tags"] !== undefined) {
    const { Tags: tags, ...others } = members;
    return { ...others, tags };
  }
  return members;
}

function put(tree: Tree, [name = "", ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    tree.set(name, value);
    return;
  }
  const known = tree.get(name);
  const child: Tree = known instanceof Map ? known : new Map();
  tree.set(name, child);
  put(child, rest, value);
}

function objectOf(tree: Tree): { [name: string]: Json } {
  return Object.fromEntries([...tree].map(([name, child]): [string, Json] => member(name, child)));
}

function member(name: string, child: Tree | string): [string, Json] {
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

function entry(entryTree: Tree | string, keyName: string): [string, Json][] {
  const key = typeof entryTree === "string" ? undefined : entryTree.get(keyName);
  const value = typeof entryTree === "string" ? undefined : entryTree.get("Value");
  if (typeof key !== "string") {
    return [];
  }
  return [[key, value instanceof Map ? objectOf(value) : (value ?? "")]];
}

function numbered(tree: Tree): (Tree | string)[] {
  return [...tree].sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child);
}
