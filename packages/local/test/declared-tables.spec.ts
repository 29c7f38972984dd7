import { rm } from "node:fs/promises";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { CreateStateMachineCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, it } from "vitest";
import { layOutProgram } from "./support/program-folder.ts";
import { credentialsOf, RunningStage } from "./support/running-stage.ts";

function program(rangeKey: string): string {
  return `
  const notes = new sst.aws.Dynamo("Notes", {
    fields: { owner: "string", ${rangeKey}: "number", kind: "string" },
    primaryIndex: { hashKey: "owner", rangeKey: "${rangeKey}" },
    globalIndexes: { ByKind: { hashKey: "kind", projection: "keys-only" } },
    ttl: "ends",
  });
  const reader = new sst.aws.Function("Reader", { handler: "reader.handler", link: [notes] });
  new aws.iam.Role("Machine", {
    name: "machine",
    assumeRolePolicy: JSON.stringify({
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "states.amazonaws.com" } }],
    }),
    inlinePolicies: [{
      name: "notes",
      policy: notes.arn.apply((arn) => JSON.stringify({ Statement: [{
        Effect: "Allow",
        Action: ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DescribeTable"],
        Resource: arn,
      }] })),
    }],
  });
  return { table: notes.name, reader: reader.name };
`;
}

const reader = `import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { Resource } from "sst";
export const handler = async (kind) => (await new DynamoDBClient({}).send(new QueryCommand({
  TableName: Resource.Notes.name, IndexName: "ByKind", KeyConditionExpression: "kind = :kind",
  ExpressionAttributeValues: { ":kind": { S: kind } },
}))).Items;`;

let folder: string;
let running: RunningStage;

async function start(rangeKey: string, directory?: string): Promise<void> {
  folder = await layOutProgram(program(rangeKey), { "reader.ts": reader });
  running = await RunningStage.start({ root: folder, stage: "fixture", ...(directory && { directory }) });
}

beforeAll(() => start("number"));

afterAll(async () => {
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

function client(): DynamoDBClient {
  const { stage } = running;
  return new DynamoDBClient({
    region: stage.plan.region,
    credentials: credentialsOf(stage.environment),
    endpoint: stage.endpoints.dynamodb,
  });
}

const item = { owner: { S: "me" }, number: { N: "1" }, kind: { S: "plain" } };

it("is linked to a function, which reads by an index", async () => {
  await client().send(new PutItemCommand({ TableName: running.output("table"), Item: item }));
  const { Payload, FunctionError } = await running.lambda.send(
    new InvokeCommand({ FunctionName: running.output("reader"), Payload: JSON.stringify("plain") }),
  );
  expect({ FunctionError, items: JSON.parse(new TextDecoder().decode(Payload)) }).toEqual({
    FunctionError: undefined,
    items: [item],
  });
});

it("is written and read by state machines, within their role", async () => {
  const TableName = running.output("table");
  const Key = { owner: { S: "machine" }, number: { N: "1" } };
  const task = (Resource: string, Arguments: object, Next?: string) => ({
    Type: "Task",
    Resource,
    Arguments: { TableName, ...Arguments },
    ...(Next ? { Next } : { End: true }),
  });
  const definition = {
    QueryLanguage: "JSONata",
    StartAt: "Put",
    States: {
      Put: task("arn:aws:states:::dynamodb:putItem", { Item: { ...Key, uses: { N: "1" } } }, "Update"),
      Update: task(
        "arn:aws:states:::dynamodb:updateItem",
        { Key, UpdateExpression: "ADD uses :one", ExpressionAttributeValues: { ":one": { N: "1" } } },
        "Describe",
      ),
      Describe: task("arn:aws:states:::aws-sdk:dynamodb:describeTable", {}, "Get"),
      Get: {
        ...task("arn:aws:states:::dynamodb:getItem", { Key }, "Delete"),
        Assign: { found: "{% $states.result.Item %}" },
      },
      Delete: {
        ...task("arn:aws:states:::dynamodb:deleteItem", { Key }),
        Catch: [
          {
            ErrorEquals: ["DynamoDB.AccessDeniedException"],
            Output: { found: "{% $found %}", cause: "{% $states.errorOutput.Cause %}" },
            Next: "Refused",
          },
        ],
      },
      Refused: { Type: "Succeed" },
    },
  };
  const { stateMachineArn } = await running.sfn.send(
    new CreateStateMachineCommand({
      name: "notes",
      roleArn: "arn:aws:iam::000000000000:role/machine",
      definition: JSON.stringify(definition),
    }),
  );
  const { executionArn = "" } = await running.sfn.send(new StartExecutionCommand({ stateMachineArn }));
  const { status, output, cause } = await running.ended(executionArn);
  expect({ status, cause }).toEqual({ status: "SUCCEEDED", cause: undefined });
  expect(JSON.parse(output ?? "")).toMatchObject({
    found: { uses: { N: "2" } },
    cause: expect.stringContaining("dynamodb:DeleteItem"),
  });
});

it("is kept by the next start, which is refused if the table's keys are declared otherwise", async () => {
  const { directory } = running;
  await running.stop({ keep: true });
  await rm(folder, { recursive: true, force: true });
  await expect(start("line", directory)).rejects.toThrow(
    /The table fixture-fixture-NotesTable-\w+ was kept by an earlier start with other keys/,
  );
  await rm(folder, { recursive: true, force: true });
  await start("number", directory);
  const found = await client().send(
    new GetItemCommand({
      TableName: running.output("table"),
      Key: { owner: item.owner, number: item.number },
    }),
  );
  expect(found.Item).toEqual(item);
});
