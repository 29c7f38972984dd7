import { createServer } from "node:http";
import { once } from "node:events";
import {
  CreateActivityCommand,
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  PublishStateMachineVersionCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import * as s3 from "@aws-sdk/client-s3";
import * as sqs from "@aws-sdk/client-sqs";
import { expect, it } from "vitest";
import { sdkClients } from "../src/integrations/sdk-clients.ts";
import type { HttpRequest } from "../src/integrations/integrations.ts";
import type { JsonObject } from "../src/json.ts";
import { machineOf } from "./machines.ts";
import { openStage, outputOf } from "./stage.ts";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** A server that answers every request with the same text and keeps what it was asked. */
async function answering(status: number, text: string, type: string) {
  const asked: { method: string; url: string; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "" } = request;
      asked.push({ method, url, body: Buffer.concat(chunks).toString() });
      response.writeHead(status, { "content-type": type }).end(text);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return {
    asked,
    endpoint: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const task = (Resource: string, Arguments: JsonObject) =>
  machineOf({ Work: { Type: "Task", Resource, Arguments, End: true } });

// https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
it("calls any action of an SDK client, in PascalCase both ways", async () => {
  const xml = `<ListAllMyBucketsResult><Buckets><Bucket><Name>lake</Name>
    <CreationDate>2026-11-23T00:00:00Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>`;
  await using server = await answering(200, xml, "application/xml");
  const { endpoint } = server;
  const client = new s3.S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
  await using stage = await openStage({ awsSdk: sdkClients({ s3: { client, sdk: s3 } }) });
  const ended = await stage.run(task("arn:aws:states:::aws-sdk:s3:listBuckets", { MaxBuckets: 5 }));
  expect(outputOf(ended)).toEqual({ Buckets: [{ Name: "lake", CreationDate: "2026-11-23T00:00:00.000Z" }] });
  expect(server.asked).toMatchObject([{ method: "GET", url: expect.stringContaining("max-buckets=5") }]);
  const misspelt = await stage.run(task("arn:aws:states:::aws-sdk:s3:listBuckets", { MaxBucket: 5 }));
  expect(misspelt).toMatchObject({ status: "FAILED", error: "S3.ValidationException" });
});

it("names the errors of an SDK client as Step Functions does", async () => {
  const error = '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"No such queue"}';
  await using server = await answering(400, error, "application/x-amz-json-1.0");
  const client = new sqs.SQSClient({ endpoint: server.endpoint, region: "us-east-1", credentials });
  await using stage = await openStage({ awsSdk: sdkClients({ sqs: { client, sdk: sqs } }) });
  const failed = await stage.run(task("arn:aws:states:::aws-sdk:sqs:getQueueUrl", { QueueName: "reports" }));
  expect(failed).toMatchObject({ status: "FAILED", error: "Sqs.QueueDoesNotExistException" });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html, connect-ddb.html
it("puts events whose details are JSON, and items", async () => {
  const calls: object[] = [];
  const answers: JsonObject[] = [
    { FailedEntryCount: 0, Entries: [{ EventId: "1" }] },
    { FailedEntryCount: 1, Entries: [{ ErrorCode: "InternalFailure" }] },
    {},
  ];
  const awsSdk = {
    supports: () => true,
    call: async ({
      service,
      action,
      parameters,
    }: {
      service: string;
      action: string;
      parameters: JsonObject;
    }) => {
      calls.push({ service, action, parameters });
      return answers[calls.length - 1] ?? {};
    },
  };
  await using stage = await openStage({ awsSdk });
  const put = task("arn:aws:states:::events:putEvents", { Entries: [{ Detail: { day: 1 }, Source: "s" }] });
  expect(outputOf(await stage.run(put))).toMatchObject({ FailedEntryCount: 0 });
  expect(await stage.run(put)).toMatchObject({ status: "FAILED", error: "EventBridge.FailedEntry" });
  const item = task("arn:aws:states:::dynamodb:putItem", { TableName: "t", Item: { id: { S: "1" } } });
  expect((await stage.run(item)).status).toBe("SUCCEEDED");
  expect(calls[0]).toEqual({
    service: "eventbridge",
    action: "putEvents",
    parameters: { Entries: [{ Detail: '{"day":1}', Source: "s" }] },
  });
  expect(calls[2]).toMatchObject({ service: "dynamodb", action: "putItem" });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html
it("calls an HTTP API with a connection's credentials, and names its errors by their status", async () => {
  const requests: HttpRequest[] = [];
  const http = async (request: HttpRequest) => {
    requests.push(request);
    const statusCode = request.method === "GET" ? 404 : 200;
    return { statusCode, statusText: "", headers: { "x-id": ["1"] }, body: '{"ok":true}' };
  };
  await using stage = await openStage({ integrations: { http } });
  const invoke = (Method: string) =>
    task("arn:aws:states:::http:invoke", {
      ApiEndpoint: "https://api.example.com/v1/items",
      Method,
      Authentication: { ConnectionArn: "arn:aws:events:us-east-1:111111111111:connection/c/1" },
      QueryParameters: { page: ["1", "2"] },
      RequestBody: { a: "b c" },
      Transform: { RequestBodyEncoding: "URL_ENCODED" },
    });
  expect(outputOf(await stage.run(invoke("POST")))).toMatchObject({
    StatusCode: 200,
    ResponseBody: { ok: true },
  });
  expect(await stage.run(invoke("GET"))).toMatchObject({ error: "States.Http.StatusCode.404" });
  expect(requests[0]).toEqual({
    signal: expect.any(AbortSignal),
    url: "https://api.example.com/v1/items?page=1&page=2",
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "a=b+c",
    connectionArn: "arn:aws:events:us-east-1:111111111111:connection/c/1",
  });
  const gateway = task("arn:aws:states:::apigateway:invoke", {
    ApiEndpoint: "abc.execute-api.us-east-1.amazonaws.com",
    Method: "GET",
    Stage: "prod",
    Path: "/items",
  });
  expect(await stage.run(gateway)).toMatchObject({ error: "ApiGateway.404" });
  expect(requests[2]?.url).toBe("https://abc.execute-api.us-east-1.amazonaws.com/prod/items");
});

it.each(["dynamodb:getItem", "events:putEvents", "sns:publish", "sqs:sendMessage"])(
  "refuses %s at creation when the stage has no client for it",
  async (name) => {
    await using stage = await openStage();
    const used = name === "sqs:sendMessage" ? { QueueUrl: "q", MessageBody: "m" } : { Message: "m" };
    const definition = JSON.stringify(task(`arn:aws:states:::${name}`, used));
    const create = new CreateStateMachineCommand({ name: "m", definition, roleArn: "arn:aws:iam::1:role/r" });
    await expect(stage.client.send(create)).rejects.toMatchObject({
      name: "InvalidDefinition",
      message: expect.stringContaining(`AWS has ${name}, this stage does not.`),
    });
  },
);

it("accepts what AWS accepts when it validates, and refuses at creation what the stage lacks", async () => {
  await using stage = await openStage();
  const definition = JSON.stringify(task("arn:aws:states:::glue:startJobRun.sync", { JobName: "j" }));
  const validate = { definition, severity: "WARNING" } as const;
  expect(await stage.client.send(new ValidateStateMachineDefinitionCommand(validate))).toMatchObject({
    result: "OK",
    diagnostics: [{ severity: "WARNING", message: "AWS has glue:startJobRun, this stage does not." }],
  });
  const create = new CreateStateMachineCommand({
    name: "glue",
    definition,
    roleArn: "arn:aws:iam::1:role/r",
  });
  await expect(stage.client.send(create)).rejects.toMatchObject({
    name: "InvalidDefinition",
    message: expect.stringContaining("AWS has glue:startJobRun, this stage does not."),
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html
it("hands an activity's tasks to workers, in their order", async () => {
  await using stage = await openStage();
  const { activityArn } = await stage.client.send(new CreateActivityCommand({ name: "carry" }));
  const definition = machineOf({ Carry: { Type: "Task", Resource: String(activityArn), End: true } });
  const arn = await stage.create("carry", definition);
  const executionArn = await stage.start(arn, { load: 1 });
  const work = new GetActivityTaskCommand({ activityArn, workerName: "w1" });
  const { taskToken, input } = await stage.client.send(work);
  expect(input).toBe('{"load":1}');
  await stage.client.send(new SendTaskSuccessCommand({ taskToken, output: '"carried"' }));
  expect(outputOf(await stage.ended(executionArn))).toBe("carried");
  const events = await stage.history(executionArn);
  expect(events.map(({ type }) => type).slice(2, -2)).toEqual([
    "ActivityScheduled",
    "ActivityStarted",
    "ActivitySucceeded",
  ]);
  expect(events[3]?.activityStartedEventDetails).toEqual({ workerName: "w1" });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-version.html, …-alias.html
it("starts a version as it was published, and an alias by its routes", async () => {
  await using stage = await openStage();
  const pass = (Output: string) => machineOf({ Pass: { Type: "Pass", Output, End: true } });
  const stateMachineArn = await stage.create("versioned", pass("one"));
  const publish = new PublishStateMachineVersionCommand({ stateMachineArn });
  const { stateMachineVersionArn: one } = await stage.client.send(publish);
  expect(one).toBe(`${stateMachineArn}:1`);
  expect((await stage.client.send(publish)).stateMachineVersionArn).toBe(one);
  const update = { stateMachineArn, definition: JSON.stringify(pass("two")), publish: true };
  const { stateMachineVersionArn: two } = await stage.client.send(new UpdateStateMachineCommand(update));
  const routingConfiguration = [
    { stateMachineVersionArn: one, weight: 30 },
    { stateMachineVersionArn: two, weight: 70 },
  ];
  const { stateMachineAliasArn } = await stage.client.send(
    new CreateStateMachineAliasCommand({ name: "live", routingConfiguration }),
  );
  const run = async (arn: string | undefined) => {
    const started = await stage.client.send(new StartExecutionCommand({ stateMachineArn: arn, input: "{}" }));
    return stage.ended(String(started.executionArn));
  };
  expect(outputOf(await run(one))).toBe("one");
  // The stage draws 0.5, which is past the first route's 30 of 100.
  const byAlias = await run(stateMachineAliasArn);
  expect(outputOf(byAlias)).toBe("two");
  const { executionArn } = byAlias;
  expect(await stage.client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    stateMachineArn,
    stateMachineVersionArn: two,
    stateMachineAliasArn,
  });
  const remove = new DeleteStateMachineVersionCommand({ stateMachineVersionArn: one });
  await expect(stage.client.send(remove)).rejects.toMatchObject({ name: "ConflictException" });
});
