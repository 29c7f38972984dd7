import { rm } from "node:fs/promises";
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  GetActivityTaskCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { layOutProgram } from "./support/program-folder.ts";
import { RunningStage } from "./support/running-stage.ts";
import { subscribe } from "./support/topic-messages.ts";

const program = `
  const lake = new sst.aws.Bucket("Lake");
  const queue = new sst.aws.Queue("Work");
  const topic = new sst.aws.SnsTopic("News");
  const api = new sst.aws.ApiGatewayV2("Api");
  const echo = new sst.aws.Function("Echo", { handler: "echo.handler" });
  api.route("ANY /echo", echo.arn);
  api.route("GET /missing", { handler: "echo.missing" });
  const namespace = new aws.redshiftserverless.Namespace("Space", { namespaceName: "fixture", dbName: "dev" });
  new aws.redshiftserverless.Workgroup("Group", {
    workgroupName: "fixture", namespaceName: namespace.namespaceName,
  });
  const connection = new aws.cloudwatch.EventConnection("Partner", {
    name: "partner",
    authorizationType: "API_KEY",
    authParameters: {
      apiKey: { key: "X-Partner-Key", value: "sesame" },
      invocationHttpParameters: { queryStrings: [{ key: "tenant", value: "7" }], bodies: [{ key: "by", value: "stage" }] },
    },
  });
  // The machines are made by the API, under this role.
  new aws.iam.Role("Machine", {
    name: "machine",
    assumeRolePolicy: JSON.stringify({
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "states.amazonaws.com" } }],
    }),
    inlinePolicies: [{
      name: "all",
      policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }),
    }],
  });
  return {
    bucket: lake.name, queueUrl: queue.url, topicArn: topic.arn, functionName: echo.name,
    apiUrl: api.url, apiId: api.nodes.api.id, connectionArn: connection.arn,
  };
`;

const handler = `export const handler = async (event) => event.requestContext ? ({
  statusCode: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    method: event.requestContext.http.method, query: event.queryStringParameters,
    key: event.headers["x-partner-key"], body: event.body,
  }),
}) : { event };
export const missing = async () => ({ statusCode: 404, body: "no such thing" });`;

let folder: string;
let running: RunningStage;

beforeAll(async () => {
  folder = await layOutProgram(program, { "echo.ts": handler });
  running = await RunningStage.start({ root: folder, stage: "fixture" });
});

afterAll(async () => {
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

let machines = 0;

async function startTask(Resource: string, Arguments: object): Promise<string> {
  machines += 1;
  const { stateMachineArn } = await running.sfn.send(
    new CreateStateMachineCommand({
      name: `calls-${machines}`,
      roleArn: "arn:aws:iam::000000000000:role/machine",
      definition: JSON.stringify({
        QueryLanguage: "JSONata",
        StartAt: "Call",
        States: { Call: { Type: "Task", Resource, Arguments, End: true } },
      }),
    }),
  );
  const { executionArn } = await running.sfn.send(new StartExecutionCommand({ stateMachineArn }));
  return executionArn ?? "";
}

/** Runs a state machine of one task, and returns the task's result. */
async function call(Resource: string, Arguments: object = {}): Promise<unknown> {
  const { status, output, error, cause } = await running.ended(await startTask(Resource, Arguments));
  return status === "SUCCEEDED" ? JSON.parse(output ?? "null") : { error, cause };
}

async function nextMessage(): Promise<unknown> {
  const { Messages } = await running.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: running.output("queueUrl"), WaitTimeSeconds: 5 }),
  );
  return JSON.parse(Messages?.[0]?.Body ?? "null");
}

// https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
it("calls any action of S3, SQS, SNS, Lambda and the Redshift Data API", async () => {
  const bucket = { Bucket: running.output("bucket") };
  await call("arn:aws:states:::aws-sdk:s3:putObject", { ...bucket, Key: "a.txt", Body: "tracks" });
  expect(await call("arn:aws:states:::aws-sdk:s3:getObject", { ...bucket, Key: "a.txt" })).toMatchObject({
    Body: "tracks",
    ContentLength: 6,
  });
  expect(await call("arn:aws:states:::aws-sdk:s3:listBuckets")).toMatchObject({
    Buckets: expect.arrayContaining([expect.objectContaining({ Name: bucket.Bucket })]),
  });
  expect(await call("arn:aws:states:::aws-sdk:s3:getObject", { ...bucket, Key: "b.txt" })).toMatchObject({
    error: "S3.NoSuchKeyException",
  });

  const queue = { QueueUrl: running.output("queueUrl"), AttributeNames: ["QueueArn"] };
  expect(await call("arn:aws:states:::aws-sdk:sqs:getQueueAttributes", queue)).toMatchObject({
    Attributes: { QueueArn: expect.stringMatching(/^arn:aws:sqs:/u) },
  });
  expect(await call("arn:aws:states:::aws-sdk:sns:listTopics")).toMatchObject({
    Topics: [{ TopicArn: running.output("topicArn") }],
  });

  const invoked = await call("arn:aws:states:::aws-sdk:lambda:invoke", {
    FunctionName: running.output("functionName"),
    Payload: { day: 1 },
  });
  expect(invoked).toMatchObject({ StatusCode: 200, Payload: '{"event":{"day":1}}' });

  const statement = await call("arn:aws:states:::aws-sdk:redshiftdata:executeStatement", {
    WorkgroupName: "fixture",
    Database: "dev",
    Sql: "SELECT :n::int AS n",
    Parameters: [{ Name: "n", Value: "3" }],
  });
  expect(statement).toMatchObject({ Id: expect.any(String), CreatedAt: expect.stringMatching(/Z$/u) });
  const { Id } = statement as { Id: string };
  const described = await call("arn:aws:states:::aws-sdk:redshiftdata:describeStatement", {
    Id,
    WaitTimeSeconds: 10,
  });
  expect(described).toMatchObject({ Status: "FINISHED", ResultRows: 1 });
  const unknown = { Id: "00000000-0000-0000-0000-000000000000" };
  expect(await call("arn:aws:states:::aws-sdk:redshiftdata:describeStatement", unknown)).toMatchObject({
    error: "RedshiftData.ResourceNotFoundException",
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html, connect-sns.html
it("sends messages to a queue and a topic by the optimized integrations", async () => {
  const heard = await subscribe(running, running.output("topicArn"));
  await call("arn:aws:states:::sqs:sendMessage", {
    QueueUrl: running.output("queueUrl"),
    MessageBody: { day: 1 },
  });
  expect(await nextMessage()).toEqual({ day: 1 });
  const published = await call("arn:aws:states:::sns:publish", {
    TopicArn: running.output("topicArn"),
    Message: "hello",
  });
  expect(published).toMatchObject({ MessageId: expect.any(String) });
  expect(await heard()).toBe("hello");
});

// https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
it("calls an HTTP API of the stage by apigateway:invoke, under AWS's host and under the stage's own", async () => {
  const request = { Method: "POST", Path: "/echo", QueryParameters: { q: ["1"] }, RequestBody: { a: 1 } };
  for (const host of [
    `${running.output("apiId")}.execute-api.ap-northeast-1.amazonaws.com`,
    running.output("apiUrl"),
  ]) {
    const answer = await call("arn:aws:states:::apigateway:invoke", { ApiEndpoint: host, ...request });
    expect(answer).toMatchObject({
      StatusCode: 200,
      ResponseBody: { method: "POST", query: { q: "1" }, body: '{"a":1}' },
    });
  }
  const missing = { ApiEndpoint: running.output("apiUrl"), Method: "GET", Path: "missing" };
  expect(await call("arn:aws:states:::apigateway:invoke", missing)).toEqual({
    error: "ApiGateway.404",
    cause: "no such thing",
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html
it("calls an HTTP API by http:invoke with what its connection adds", async () => {
  const request = (connectionArn: string) => ({
    ApiEndpoint: `${running.output("apiUrl")}/echo`,
    Method: "POST",
    Authentication: { ConnectionArn: connectionArn },
    QueryParameters: { tenant: "1", page: "2" },
    RequestBody: { by: "task", n: 1 },
  });
  expect(await call("arn:aws:states:::http:invoke", request(running.output("connectionArn")))).toMatchObject({
    StatusCode: 200,
    Headers: { "content-type": ["application/json"] },
    ResponseBody: { query: { tenant: "7", page: "2" }, key: "sesame", body: '{"by":"stage","n":1}' },
  });
  const unknown = "arn:aws:events:ap-northeast-1:000000000000:connection/other/1";
  expect(await call("arn:aws:states:::http:invoke", request(unknown))).toMatchObject({
    error: "States.Http.Socket",
    cause: `The stage declares no EventBridge connection ${unknown}.`,
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html
it("hands a task to an activity's worker", async () => {
  const { activityArn = "" } = await running.sfn.send(new CreateActivityCommand({ name: "carry" }));
  const executionArn = await startTask(activityArn, { load: 1 });
  const { taskToken, input } = await running.sfn.send(new GetActivityTaskCommand({ activityArn }));
  expect(input).toBe('{"load":1}');
  await running.sfn.send(new SendTaskSuccessCommand({ taskToken, output: '"carried"' }));
  expect(await running.ended(executionArn)).toMatchObject({ status: "SUCCEEDED", output: '"carried"' });
});

it("refuses at creation what the stage does not serve, naming it", async () => {
  await expect(call("arn:aws:states:::glue:startJobRun", { JobName: "j" })).rejects.toMatchObject({
    name: "InvalidDefinition",
    message: expect.stringContaining("AWS has glue:startJobRun, this stage does not."),
  });
});
