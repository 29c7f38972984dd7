import { z } from "zod";

/** A message as it was published to a topic. */
export type Published = {
  topicArn: string;
  messageId: string;
  subject: string | undefined;
  message: string;
  /** By protocol, where the message says something else to each; `default` to all others. */
  byProtocol: Readonly<Record<string, string>> | undefined;
  attributes: Readonly<Record<string, { Type: string; Value: string }>>;
};

type Parameters = Readonly<Record<string, string>>;

const parametersSchema = z.record(z.string(), z.string());
const structure = z.record(z.string(), z.string());

/**
 * Returns the messages that a call of Publish or PublishBatch published, by its parameters and SNS's answer;
 * none for any other call.
 */
export function publishedBy(body: unknown, answer: string): Published[] {
  const action: unknown = Object(body)["Action"];
  if (action !== "Publish" && action !== "PublishBatch") {
    return [];
  }
  const call = parametersSchema.parse(body);
  const topicArn = call["TopicArn"] ?? "";
  if (action === "Publish") {
    const [, messageId = ""] = /<MessageId>([^<]+)<\/MessageId>/.exec(answer) ?? [];
    return [messageOf(call, "", { topicArn, messageId })];
  }
  const ids = new Map(
    [...answer.matchAll(/<Id>([^<]+)<\/Id>\s*<MessageId>([^<]+)<\/MessageId>/g)].map(([, id, messageId]) => [
      id,
      messageId,
    ]),
  );
  return Object.entries(call).flatMap(([name, id]) => {
    const [, prefix] = /^(PublishBatchRequestEntries\.member\.\d+\.)Id$/.exec(name) ?? [];
    const messageId = ids.get(id);
    return prefix === undefined || messageId === undefined
      ? []
      : [messageOf(call, prefix, { topicArn, messageId })];
  });
}

function messageOf(
  call: Parameters,
  prefix: string,
  known: Pick<Published, "topicArn" | "messageId">,
): Published {
  const message = call[`${prefix}Message`] ?? "";
  return {
    ...known,
    subject: call[`${prefix}Subject`],
    message,
    byProtocol:
      call[`${prefix}MessageStructure`] === "json" ? structure.parse(JSON.parse(message)) : undefined,
    attributes: attributesOf(call, `${prefix}MessageAttributes.entry.`),
  };
}

function attributesOf(call: Parameters, prefix: string): Published["attributes"] {
  const named = Object.entries(call).flatMap(([name, attribute]) => {
    const [, entry] = /^(\d+)\.Name$/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : "") ?? [];
    const of = (member: string) => call[`${prefix}${entry}.Value.${member}`];
    const value = of("StringValue") ?? of("BinaryValue") ?? "";
    return entry === undefined
      ? []
      : [[attribute, { Type: of("DataType") ?? "String", Value: value }] as const];
  });
  return Object.fromEntries(named);
}

/** Returns what a message says to the subscribers of a protocol. */
export function textFor({ message, byProtocol }: Published, protocol: string): string {
  return byProtocol === undefined ? message : (byProtocol[protocol] ?? byProtocol["default"] ?? "");
}
