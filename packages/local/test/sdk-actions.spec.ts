import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sdkClients } from "@ashiato/states/integrations/sdk-clients";
import * as snsPackage from "@aws-sdk/client-sns";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import * as sqsPackage from "@aws-sdk/client-sqs";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openGate } from "../src/services/gate.ts";
import { serveStorage, type StorageServer } from "../src/services/storage/serve-storage.ts";
import { testCredentials as credentials } from "./support/test-credentials.ts";

const region = "ap-northeast-1";
const { signal } = new AbortController();

let directory: string;
let storage: StorageServer;
let sqs: SQSClient;
let sns: SNSClient;
let actions: ReturnType<typeof sdkClients>;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-actions-"));
  storage = await serveStorage({ directory, region, port: 0, gate: openGate, credentials });
  sqs = new SQSClient({ region, credentials, endpoint: storage.url });
  sns = new SNSClient({ region, credentials, endpoint: storage.url });
  actions = sdkClients({ sqs: { client: sqs, sdk: sqsPackage }, sns: { client: sns, sdk: snsPackage } });
});

afterAll(async () => {
  sqs.destroy();
  sns.destroy();
  await storage.close();
  await rm(directory, { recursive: true });
});

it("sends a message with its attributes, bytes among them", async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "reports" }));
  const parameters = {
    QueueUrl: QueueUrl ?? "",
    MessageBody: "a report",
    MessageAttributes: { raw: { DataType: "Binary", BinaryValue: "AP8=" } },
  };
  await actions.call({ service: "sqs", action: "sendMessage", parameters, signal });
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"] }),
  );
  expect(Messages).toMatchObject([
    { Body: "a report", MessageAttributes: { raw: { BinaryValue: new Uint8Array([0, 255]) } } },
  ]);
});

it("publishes a message", async () => {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "alarms" }));
  const answer = await actions.call({
    service: "sns",
    action: "publish",
    parameters: { TopicArn: TopicArn ?? "", Message: "an alarm" },
    signal,
  });
  expect(answer).toMatchObject({ MessageId: expect.any(String) });
});

it.each([
  [
    "a member that the action does not have",
    { QueueUrl: "u", MessageBody: "b", Body: "b" },
    "Body is not a member of SendMessageRequest",
  ],
  ["a text that is a number", { QueueUrl: "u", MessageBody: 1 }, "MessageBody is not a string"],
  ["a message without its queue", { MessageBody: "b" }, "QueueUrl is missing"],
])("refuses %s by name", async (_what, parameters, message) => {
  const sent = actions.call({ service: "sqs", action: "sendMessage", parameters, signal });
  await expect(sent).rejects.toMatchObject({ name: "ValidationException", message });
});
