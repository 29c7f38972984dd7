import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Listener } from "../src/http/listen.ts";
import { serveHttpApi } from "../src/services/http-api/serve-http-api.ts";
import { serveFixtures } from "./support/fixture-functions.ts";

const maxPayloadBytes = 6 * 1024 * 1024;

let lambda: Awaited<ReturnType<typeof serveFixtures>>;
let client: LambdaClient;
let api: Listener;

beforeAll(async () => {
  lambda = await serveFixtures({ echo: {} });
  client = new LambdaClient({
    region: "eu-west-1",
    endpoint: lambda.url,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
  });
  api = await serveHttpApi({
    api: () => ({
      id: "abc",
      executionArn: "arn:aws:execute-api:ap-northeast-1:000000000000:abc",
      name: "test",
      routes: [{ routeKey: "GET /much", functionArn: "echo" }],
    }),
    accountId: "000000000000",
    region: "eu-west-1",
    port: 0,
    now: Date.now,
    invoke: (functionArn) => lambda.invoke(functionArn, payload(maxPayloadBytes)),
    onFault: (fault) => {
      throw fault;
    },
  });
});

afterAll(async () => {
  client.destroy();
  await api.close();
  await lambda.close();
});

/** A JSON text of a number of bytes. `echo` answers with it and a little more. */
function payload(bytes: number): string {
  return JSON.stringify("x".repeat(bytes - 2));
}

function invoke(bytes: number, InvocationType: "RequestResponse" | "Event" = "RequestResponse") {
  return client.send(new InvokeCommand({ FunctionName: "echo", InvocationType, Payload: payload(bytes) }));
}

it("takes 6 MB for a synchronous invocation, and no more", async () => {
  expect((await invoke(maxPayloadBytes - 10_000)).FunctionError).toBeUndefined();
  await expect(invoke(maxPayloadBytes + 1)).rejects.toMatchObject({
    name: "RequestTooLargeException",
    message: "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
    $metadata: { httpStatusCode: 413 },
  });
});

it("takes 1 MB for an asynchronous invocation, and no more", async () => {
  expect((await invoke(1024 * 1024, "Event")).StatusCode).toBe(202);
  await expect(invoke(1024 * 1024 + 1, "Event")).rejects.toMatchObject({ name: "RequestTooLargeException" });
});

it("fails a function whose answer is over 6 MB, in Lambda's words", async () => {
  const answer = await invoke(maxPayloadBytes);
  expect(answer.FunctionError).toBe("Unhandled");
  expect(JSON.parse(answer.Payload?.transformToString() ?? "")).toEqual({
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
  });
});

it("answers 500 at the HTTP API for a function whose answer is too large", async () => {
  const answer = await fetch(`${api.url}/much`);
  expect(answer.status).toBe(500);
  expect(await answer.json()).toEqual({ message: "Internal Server Error" });
});
