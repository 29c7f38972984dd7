import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type JsonCall, jsonCaller } from "./json-call.ts";

type Reply = (response: ServerResponse) => void;

const requests: { headers: IncomingMessage["headers"]; body: string }[] = [];
let replies: Reply[] = [];
let endpoint: string;

const server = createServer((request, response) => void reply(request, response));

async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
  requests.push({ headers: request.headers, body: Buffer.concat(await request.toArray()).toString() });
  replies.shift()?.(response);
}

beforeEach(async () => {
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_SESSION_TOKEN", "session");
  requests.length = 0;
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/123/queue`;
});

afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

const json =
  (statusCode: number, body: object): Reply =>
  (response) =>
    response.writeHead(statusCode).end(JSON.stringify(body));
const breakOff: Reply = (response) => response.destroy();

function call(given: Reply[], options: Partial<JsonCall> = {}): Promise<unknown> {
  replies = given;
  const service = jsonCaller({ name: "sqs", target: "AmazonSQS" });
  return service({ endpoint, action: "SendMessageBatch", input: { QueueUrl: endpoint }, ...options });
}

test("a call is signed, names its action, and returns the answer", async () => {
  await expect(call([json(200, { Successful: [] })])).resolves.toEqual({ Successful: [] });
  expect(requests).toEqual([
    {
      body: JSON.stringify({ QueueUrl: endpoint }),
      headers: expect.objectContaining({
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "AmazonSQS.SendMessageBatch",
        "x-amz-security-token": "session",
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-west-1\/sqs\/aws4_request, .*Signature=[0-9a-f]{64}$/,
        ),
      }),
    },
  ]);
});

test("a lost connection, a fault of the service and a throttled call are tried again", async () => {
  await expect(call([breakOff, json(503, {}), json(200, { kept: 1 })])).resolves.toEqual({ kept: 1 });
  const throttled = json(400, { __type: "com.amazonaws.sqs#RequestThrottled" });
  await expect(call([throttled, json(200, {})])).resolves.toEqual({});
  expect(requests).toHaveLength(5);
});

test("the third failure is the end", async () => {
  const fault = json(500, { __type: "InternalFailure", message: "no disk" });
  await expect(call([fault, fault, fault])).rejects.toMatchObject({
    name: "InternalFailure",
    message: "no disk (status 500)",
    statusCode: 500,
  });
  await expect(call([breakOff, breakOff, breakOff])).rejects.toThrow("socket hang up");
  expect(requests).toHaveLength(6);
});

test("a refusal is not tried again, and has the service's code for its name", async () => {
  const refusal = json(400, { __type: "com.amazonaws.sqs#QueueDoesNotExist", message: "no such queue" });
  await expect(call([refusal])).rejects.toMatchObject({ name: "QueueDoesNotExist", statusCode: 400 });
  await expect(call([(response) => response.writeHead(403).end("<html>")])).rejects.toMatchObject({
    name: "UnknownError",
    message: "<html> (status 403)",
  });
  expect(requests).toHaveLength(2);
});

test("a call ends with its signal", async () => {
  const aborted = new AbortController();
  const ended = call([() => aborted.abort()], { signal: aborted.signal });
  await expect(ended).rejects.toMatchObject({ name: "AbortError" });
  expect(requests).toHaveLength(1);
});
