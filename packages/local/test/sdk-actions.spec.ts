import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openGate } from "../src/services/gate.ts";
import type { SdkServices } from "../src/services/service.ts";
import { sdkActions } from "../src/services/storage/sdk-actions.ts";
import { serveStorage, type StorageServer } from "../src/services/storage/serve-storage.ts";
import { testCredentials as credentials } from "./support/test-credentials.ts";

const region = "ap-northeast-1";
const call = { signal: new AbortController().signal };

let directory: string;
let storage: StorageServer;
let sqs: SQSClient;
let sns: SNSClient;
let actions: SdkServices;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-actions-"));
  storage = await serveStorage({ directory, region, port: 0, gate: openGate, credentials });
  sqs = new SQSClient({ region, credentials, endpoint: storage.url });
  sns = new SNSClient({ region, credentials, endpoint: storage.url });
  actions = sdkActions({ sqs, sns });
});

afterAll(async () => {
  sqs.destroy();
  sns.destroy();
  await storage.close();
  await rm(directory, { recursive: true });
});

it("sends a message with its attributes, bytes among them", async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "reports" }));
  await actions["sqs"]?.["SendMessage"]?.(
    {
      QueueUrl,
      MessageBody: "a report",
      MessageAttributes: { raw: { DataType: "Binary", BinaryValue: "AP8=" } },
    },
    call,
  );
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"] }),
  );
  expect(Messages).toMatchObject([
    { Body: "a report", MessageAttributes: { raw: { BinaryValue: new Uint8Array([0, 255]) } } },
  ]);
});

it("publishes a message", async () => {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "alarms" }));
  const answer = await actions["sns"]?.["Publish"]?.({ TopicArn, Message: "an alarm" }, call);
  expect(answer).toMatchObject({ MessageId: expect.any(String) });
});

it.each([
  ["a member that the action does not have", { QueueUrl: "u", MessageBody: "b", Body: "b" }, /"Body"/],
  ["a text that is a number", { QueueUrl: "u", MessageBody: 1 }, /at MessageBody/],
  ["a message without its queue", { MessageBody: "b" }, /at QueueUrl/],
])("refuses %s by name", (_what, parameters, message) => {
  expect(() => actions["sqs"]?.["SendMessage"]?.(parameters, call)).toThrow(
    expect.objectContaining({ name: "ValidationException", message: expect.stringMatching(message) }),
  );
});
