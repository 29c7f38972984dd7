import { renameSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  TransactionCanceledException,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { compilePolicy } from "@ashiato/iam/compiled-policy";
import { SimulatedClock } from "@ashiato/states/clock";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Access } from "../src/services/access.ts";
import { openAwsJsonDoor } from "../src/services/aws-json-door.ts";
import { dynamodbGuard } from "../src/services/dynamodb/guard.ts";
import { openTables, type Tables } from "../src/services/dynamodb/open-tables.ts";
import { openGate } from "../src/services/gate.ts";
import type { AwsJsonDoor } from "../src/services/service.ts";

const region = "eu-west-1";
const accountId = "000000000000";
const operator = { accessKeyId: "local", secretAccessKey: "the stage's own" };
const roleArn = `arn:aws:iam::${accountId}:role/Clerk`;
const tableArn = `arn:aws:dynamodb:${region}:${accountId}:table/Notes`;
const clock = new SimulatedClock(Date.parse("2026-11-26T00:00:00Z"));
const access = new Access({ credentials: operator, accountId });

let directory: string;
let door: AwsJsonDoor;
let tables: Tables;
let own: DynamoDBDocumentClient;
let clerk: DynamoDBDocumentClient;
const setAside: string[] = [];

function allow(...statements: { Action: string | string[]; Resource: string }[]): void {
  const Statement = statements.map((statement) => ({ Effect: "Allow", ...statement }));
  const trust = {
    Statement: [
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
    ],
  };
  access.declareRole({
    arn: roleArn,
    name: "Clerk",
    uniqueId: "AROACLERK",
    identity: compilePolicy("clerk", { Statement }, "identity"),
    trust: compilePolicy("trust", trust, "trust"),
  });
}

async function open(): Promise<void> {
  const onFault = (fault: unknown) => {
    throw fault;
  };
  door = await openAwsJsonDoor({ region, access, ports: {}, gate: openGate, onFault });
  tables = await openTables({
    directory: path.join(directory, "dynamodb"),
    region,
    accountId,
    clock,
    setAside: (files, reason) => {
      setAside.push(`${files.join()}: ${reason}`);
      files.forEach((file) => renameSync(file, `${file}-${setAside.length}-${Date.now()}`));
    },
    onFault,
  });
  door.add(tables.service, { signingName: "dynamodb", guard: dynamodbGuard(access, region) });
  const client = { region, endpoint: door.url };
  own = DynamoDBDocumentClient.from(new DynamoDBClient({ ...client, credentials: operator }));
  const assumption = { service: "lambda.amazonaws.com", sessionName: "monday", sourceArn: "arn" };
  const { credentials } = access.assumeRole(roleArn, assumption);
  clerk = DynamoDBDocumentClient.from(new DynamoDBClient({ ...client, credentials }));
}

async function close(): Promise<void> {
  own.destroy();
  clerk.destroy();
  await door.close();
  await tables.close();
}

function createTable(TableName: string): CreateTableCommand {
  return new CreateTableCommand({
    TableName,
    AttributeDefinitions: [
      { AttributeName: "owner", AttributeType: "S" },
      { AttributeName: "number", AttributeType: "N" },
      { AttributeName: "kind", AttributeType: "S" },
    ],
    KeySchema: [
      { AttributeName: "owner", KeyType: "HASH" },
      { AttributeName: "number", KeyType: "RANGE" },
    ],
    BillingMode: "PAY_PER_REQUEST",
    GlobalSecondaryIndexes: [
      {
        IndexName: "ByKind",
        KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
        Projection: { ProjectionType: "ALL" },
      },
    ],
  });
}

const TableName = "Notes";

async function put(owner: string, number: number, more: object = {}): Promise<void> {
  await own.send(new PutCommand({ TableName, Item: { owner, number, ...more } }));
}

async function get(owner: string, number: number): Promise<Record<string, unknown> | undefined> {
  return (await own.send(new GetCommand({ TableName, Key: { owner, number } }))).Item;
}

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-dynamodb-"));
  allow();
  await open();
  await own.send(createTable(TableName));
});

afterAll(async () => {
  await close();
  await rm(directory, { recursive: true, force: true });
});

it("keeps items of every type over a restart, and finds them by key, by query and by index", async () => {
  const item = {
    owner: "types",
    number: 1,
    kind: "all",
    bytes: new Uint8Array([0, 255]),
    exact: 123_456_789_012_345n,
    nested: { list: [1, "two", null, true], map: { deep: { deeper: [] } } },
    set: new Set(["a", "b"]),
  };
  await own.send(new PutCommand({ TableName, Item: item }));
  await put("types", 2, { kind: "other" });
  await close();
  await open();
  expect(await get("types", 1)).toEqual({ ...item, exact: 123_456_789_012_345 });
  const query = await own.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "#owner = :owner AND #number BETWEEN :from AND :to",
      ExpressionAttributeNames: { "#owner": "owner", "#number": "number" },
      ExpressionAttributeValues: { ":owner": "types", ":from": 2, ":to": 9 },
    }),
  );
  expect(query.Items).toEqual([{ owner: "types", number: 2, kind: "other" }]);
  const index = await own.send(
    new QueryCommand({
      TableName,
      IndexName: "ByKind",
      KeyConditionExpression: "kind = :kind",
      ExpressionAttributeValues: { ":kind": "all" },
    }),
  );
  expect(index.Items).toMatchObject([{ owner: "types", number: 1 }]);
});

it("updates by expressions, and says which item failed a condition", async () => {
  const key = { TableName, Key: { owner: "counter", number: 1 } };
  for (let count = 0; count < 3; count += 1) {
    await own.send(
      new UpdateCommand({
        ...key,
        UpdateExpression:
          "ADD uses :one SET seen = if_not_exists(seen, :first), tags = list_append(:tag, if_not_exists(tags, :none))",
        ExpressionAttributeValues: { ":one": 1, ":first": "now", ":tag": [`t${count}`], ":none": [] },
      }),
    );
  }
  expect(await get("counter", 1)).toMatchObject({ uses: 3, seen: "now", tags: ["t2", "t1", "t0"] });
  const refused = own.send(
    new UpdateCommand({
      ...key,
      UpdateExpression: "SET uses = uses + :one",
      ConditionExpression: "uses < :limit",
      ExpressionAttributeValues: { ":one": 1, ":limit": 3 },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    }),
  );
  const failure = await refused.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ConditionalCheckFailedException);
  expect(failure).toMatchObject({ Item: { uses: { N: "3" } } });
});

it("counts every one of many additions at once", async () => {
  const add = new UpdateCommand({
    TableName,
    Key: { owner: "counter", number: 2 },
    UpdateExpression: "ADD uses :one",
    ExpressionAttributeValues: { ":one": 1 },
  });
  await Promise.all(Array.from({ length: 200 }, () => own.send(add)));
  expect(await get("counter", 2)).toMatchObject({ uses: 200 });
});

it("does all of a transaction or none of it, and gives the reason of each operation", async () => {
  await put("transaction", 1, { version: 1 });
  const transact = (version: number, ClientRequestToken?: string) =>
    own.send(
      new TransactWriteCommand({
        ClientRequestToken,
        TransactItems: [
          { Put: { TableName, Item: { owner: "transaction", number: 2, version } } },
          {
            Update: {
              TableName,
              Key: { owner: "transaction", number: 1 },
              UpdateExpression: "ADD version :one",
              ConditionExpression: "version = :version",
              ExpressionAttributeValues: { ":one": 1, ":version": version },
              ReturnValuesOnConditionCheckFailure: "ALL_OLD",
            },
          },
          {
            ConditionCheck: {
              TableName,
              Key: { owner: "transaction", number: 3 },
              ConditionExpression: "attribute_not_exists(#owner)",
              ExpressionAttributeNames: { "#owner": "owner" },
            },
          },
        ],
      }),
    );
  const failure = await transact(7).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TransactionCanceledException);
  expect(failure).toMatchObject({
    CancellationReasons: [
      { Code: "None" },
      { Code: "ConditionalCheckFailed", Item: { version: { N: "1" } } },
      { Code: "None" },
    ],
  });
  expect(await get("transaction", 2)).toBeUndefined();

  await transact(1, "token-1");
  await transact(1, "token-1");
  const { Responses } = await own.send(
    new TransactGetCommand({
      TransactItems: [1, 2].map((number) => ({ Get: { TableName, Key: { owner: "transaction", number } } })),
    }),
  );
  expect(Responses).toMatchObject([{ Item: { version: 2 } }, { Item: { version: 1 } }]);
  await expect(transact(2, "token-1")).rejects.toThrow("with other parameters");

  const twice = { Delete: { TableName, Key: { owner: "transaction", number: 1 } } };
  await expect(own.send(new TransactWriteCommand({ TransactItems: [twice, twice] }))).rejects.toThrow(
    "Transaction request cannot include multiple operations on one item",
  );
});

it("deletes items when their time has come, and no others", async () => {
  const seconds = clock.now() / 1000;
  const TimeToLiveSpecification = { AttributeName: "ends", Enabled: true };
  await own.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  expect(await own.send(new DescribeTimeToLiveCommand({ TableName }))).toMatchObject({
    TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: "ends" },
  });
  await put("ending", 1, { ends: seconds + 90, kind: "ending" });
  await put("ending", 2, { ends: seconds + 9_000 });
  await put("ending", 3, { ends: String(seconds - 90) });
  await put("ending", 4, { ends: seconds - 6 * 365 * 86_400 });
  const left = async () =>
    (
      await own.send(
        new ScanCommand({
          TableName,
          FilterExpression: "#owner = :owner",
          ExpressionAttributeNames: { "#owner": "owner" },
          ExpressionAttributeValues: { ":owner": "ending" },
        }),
      )
    ).Items?.map(({ number }) => number);
  // The next look is waited for when the one before it is over.
  await clock.advance(60_000);
  await expect.poll(() => clock.waiting).toBe(1);
  expect(await left()).toEqual([1, 2, 3, 4]);
  await clock.advance(60_000);
  await expect.poll(() => clock.waiting).toBe(1);
  expect(await left()).toEqual([2, 3, 4]);
  const index = await own.send(
    new QueryCommand({
      TableName,
      IndexName: "ByKind",
      KeyConditionExpression: "kind = :kind",
      ExpressionAttributeValues: { ":kind": "ending" },
    }),
  );
  expect(index.Items).toEqual([]);
});

it("lets a role do what its policy allows on a table or an index, and nothing else", async () => {
  const Key = { owner: "types", number: 1 };
  const read = () => clerk.send(new GetCommand({ TableName, Key }));
  const byKind = () =>
    clerk.send(
      new QueryCommand({
        TableName,
        IndexName: "ByKind",
        KeyConditionExpression: "kind = :kind",
        ExpressionAttributeValues: { ":kind": "all" },
      }),
    );
  const transact = () =>
    clerk.send(
      new TransactWriteCommand({
        TransactItems: [{ Delete: { TableName, Key: { owner: "x", number: 1 } } }],
      }),
    );
  await expect(read()).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringContaining(`dynamodb:GetItem on resource: ${tableArn}`),
  });
  allow({ Action: ["dynamodb:GetItem", "dynamodb:Query"], Resource: tableArn });
  expect((await read()).Item).toMatchObject(Key);
  // The table may also be named by its ARN.
  expect((await clerk.send(new GetCommand({ TableName: tableArn, Key }))).Item).toMatchObject(Key);
  await expect(byKind()).rejects.toThrow(`${tableArn}/index/ByKind`);
  await expect(transact()).rejects.toThrow("dynamodb:DeleteItem");
  await expect(
    clerk.send(new BatchWriteCommand({ RequestItems: { [TableName]: [{ DeleteRequest: { Key } }] } })),
  ).rejects.toThrow("dynamodb:BatchWriteItem");
  allow({ Action: ["dynamodb:Query", "dynamodb:DeleteItem"], Resource: `${tableArn}*` });
  expect((await byKind()).Count).toBe(1);
  await transact();
  await expect(clerk.send(new DeleteCommand({ TableName: "Other", Key }))).rejects.toThrow("table/Other");
});

it("refuses what it does not support, by its name", async () => {
  await expect(
    own.send(
      new CreateTableCommand({
        ...createTable("Streamed").input,
        StreamSpecification: { StreamEnabled: true },
      }),
    ),
  ).rejects.toThrow("CreateTable: StreamSpecification is not supported here");
  await expect(own.send(new DeleteTableCommand({ TableName: "Absent" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

it.each([
  ["names a file that is not there", "MANIFEST-999999\n"],
  ["is torn", "MANI"],
])("sets aside a database that %s, and begins with an empty one", async (_what, text) => {
  await close();
  setAside.length = 0;
  await writeFile(path.join(directory, "dynamodb/CURRENT"), text);
  await open();
  expect(setAside).toEqual([expect.stringContaining("dynamodb: LevelDB cannot read it")]);
});
