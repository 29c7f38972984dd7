import { randomUUID } from "node:crypto";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { CreateStateMachineCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { assert, asyncProperty, constantFrom, integer } from "fast-check";
import { expect, it } from "vitest";
import { SimulatedClock } from "../src/clock.ts";
import type { Integrations } from "../src/integrations/integrations.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../src/json.ts";
import { MemoryS3 } from "../src/cli/memory-s3.ts";
import { openStateMachines } from "../src/service.ts";
import { distributedProcessor, functionTask } from "./machines.ts";
import { openStage, outputOf } from "./stage.ts";

/** What libraries and engines throw: errors of any class, and values that are not errors. */
const thrown: (() => unknown)[] = [
  () => new Error("broken"),
  () => new TypeError("Cannot read properties of undefined (reading 'x')"),
  () => new RangeError("Maximum call stack size exceeded"),
  () => new AggregateError([new Error("one"), new Error("two")]),
  () => new DOMException("broken", "InvalidCharacterError"),
  () => Object.assign(new Error("Access Denied"), { name: "AccessDenied", statusCode: 403 }),
  () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }),
  () => Object.assign(new Error(""), { $metadata: { httpStatusCode: 500 } }),
  () => "a text",
  () => undefined,
  () => null,
  () => 7,
  () => ({}),
  () => Object.create(null),
];

const map = {
  Type: "Map",
  ItemProcessor: distributedProcessor({ Same: { Type: "Pass", End: true } }, "EXPRESS"),
};

function reader(Resource: string, ReaderConfig: JsonObject, Key?: string): JsonObject {
  const parameters = { Bucket: "b", ...(Key === undefined ? {} : { Key }) };
  return {
    ...map,
    ItemReader: { Resource: `arn:aws:states:::s3:${Resource}`, Parameters: parameters, ReaderConfig },
  };
}

const writer = { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "b", Prefix: "out" } };

/** A state for each call that leaves the interpreter, and the errors as which its failures may be caught. */
const calls: [call: string, state: JsonObject, error: RegExp][] = [
  ["invoke", functionTask("f", {}), /^Lambda\./],
  [
    "invoke",
    { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName: "f" } },
    /^Lambda\./,
  ],
  [
    "call",
    {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      Parameters: { QueueUrl: "q", MessageBody: "m" },
    },
    /^SQS\./,
  ],
  ["call", { Type: "Task", Resource: "arn:aws:states:::aws-sdk:sns:listTopics", Parameters: {} }, /^Sns\./],
  ["listObjectsV2", reader("listObjectsV2", {}), /^States\.ItemReaderFailed$/],
  ["getObject", reader("getObject", { InputType: "JSONL" }, "k"), /^States\.ItemReaderFailed$/],
  ["body", reader("getObject", { InputType: "JSON" }, "k"), /^States\.ItemReaderFailed$/],
  ["body", reader("getObject", { InputType: "JSONL" }, "k.gz"), /^States\.ItemReaderFailed$/],
  ["body", reader("getObject", { InputType: "PARQUET" }, "k"), /^States\.ItemReaderFailed$/],
  [
    "body",
    reader("getObject", { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" }, "k.zst"),
    /^States\.ItemReaderFailed$/,
  ],
  ["putObject", { ...map, ResultWriter: writer, ItemsPath: "$.list" }, /^States\.ResultWriterFailed$/],
];

it("turns whatever a library throws into a failure that can be caught", async () => {
  await assert(
    asyncProperty(
      constantFrom(...calls),
      constantFrom(...thrown),
      integer({ min: 0, max: 1 }),
      async (call, make, after) => {
        const [name, state, expected] = call;
        const fail = async (): Promise<never> => {
          throw make();
        };
        const caught = await errorOf(state, failing(name, { fail, make, after }));
        expect(caught.Error).toMatch(expected);
        expect(caught.Cause).not.toContain("interpreter");
      },
    ),
    { numRuns: 300 },
  );
});

type Failing = { fail: () => Promise<never>; make: () => unknown; after: number };

/** Integrations that work but for one call. */
function failing(name: string, { fail, make, after }: Failing): Integrations {
  const s3 = new MemoryS3(() => 0);
  s3.put("b", "k", "[1,2,");
  const body = async function* () {
    if (after > 0) {
      yield Buffer.from("[1,");
    }
    throw make();
  };
  const { integration } = s3;
  const failures: Record<string, Partial<Integrations["s3"]>> = {
    listObjectsV2: { listObjectsV2: fail },
    getObject: { getObject: fail },
    body: { getObject: async () => body() },
    putObject: { putObject: fail },
  };
  return {
    lambda: {
      invoke:
        name === "invoke" ? fail : async () => ({ payload: "1", executedVersion: "1", statusCode: 200 }),
    },
    awsSdk: { supports: () => true, call: name === "call" ? fail : async () => ({}) },
    s3: { ...integration, ...failures[name] },
  };
}

/** Runs a state whose failures are caught, and returns what the catcher received. */
async function errorOf(
  state: JsonObject,
  integrations: Integrations,
): Promise<{ Error?: unknown; Cause?: unknown }> {
  const clock = new SimulatedClock(Date.parse("2026-11-23T00:00:00Z"), { automatic: true });
  const machines = await openStateMachines({
    region: "us-east-1",
    accountId: "111111111111",
    clock,
    random: () => 0.5,
    uuid: randomUUID,
    integrations,
  });
  const call = async <T>(name: string, input: object): Promise<T> => {
    const answer = await machines.service.actions[name]?.(input, { signal: new AbortController().signal });
    return JSON.parse(JSON.stringify(answer));
  };
  try {
    const caught = { ErrorEquals: ["States.ALL"], Next: "Caught" };
    const States = { S: { ...state, Catch: [caught], End: true }, Caught: { Type: "Succeed" } };
    const definition = JSON.stringify({ StartAt: "S", States });
    const { stateMachineArn } = await call<{ stateMachineArn: string }>("CreateStateMachine", {
      name: "m",
      definition,
      roleArn: "r",
    });
    const { executionArn } = await call<{ executionArn: string }>("StartExecution", {
      stateMachineArn,
      input: '{"list":[1]}',
    });
    await machines.ended(executionArn);
    const { output, cause } = await call<{ output?: string; cause?: string }>("DescribeExecution", {
      executionArn,
    });
    if (output === undefined) {
      throw new Error(cause);
    }
    const told: unknown = JSON.parse(output);
    return isJsonObject(told) ? told : {};
  } finally {
    await machines.close();
  }
}

it.each<[string, Uint8Array, JsonObject]>([
  ["cut.gz", gzipSync("1\n".repeat(999)).subarray(0, 30), { InputType: "JSONL" }],
  ["none.gz", Buffer.from("1\n2\n"), { InputType: "JSONL" }],
  ["cut.zst", zstdCompressSync("1\n".repeat(999)).subarray(0, 12), { InputType: "JSONL" }],
  ["none.zst", Buffer.from("1\n2\n"), { InputType: "JSON" }],
  ["lines", Buffer.from("1\n{\n"), { InputType: "JSONL" }],
  ["list", Buffer.from("[1,{]"), { InputType: "JSON" }],
  ["pointer", Buffer.from('{"a":null}'), { InputType: "JSON", ItemsPointer: "/a/b/c" }],
  ["rows", Buffer.from("a,a\n1,2\n"), { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" }],
  ["headers", Buffer.from("h".repeat(10_241)), { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" }],
  ["quoted", Buffer.from('a\n"1'), { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" }],
  [
    "manifest",
    Buffer.from("s3:/b/k\n"),
    { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW", ManifestType: "ATHENA_DATA" },
  ],
  ["inventory", Buffer.from("[]"), { InputType: "MANIFEST" }],
  ["missing", Buffer.from("s3://b/nowhere\n"), { InputType: "JSONL", ManifestType: "ATHENA_DATA" }],
])("fails as a reader that can be caught for the object %s", async (key, bytes, config) => {
  await using stage = await openStage();
  stage.s3.put("b", key, bytes);
  const caught = { ErrorEquals: ["States.ItemReaderFailed"], Next: "Caught" };
  const States = {
    S: { ...reader("getObject", config, key), Catch: [caught], End: true },
    Caught: { Type: "Succeed" },
  };
  expect(outputOf(await stage.run({ StartAt: "S", States }))).toMatchObject({
    Error: "States.ItemReaderFailed",
  });
});

it("refuses an input and a definition that nest too deep for the engine", async () => {
  await using stage = await openStage();
  const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  const stateMachineArn = await stage.create("deep", { StartAt: "S", States: { S: { Type: "Succeed" } } });
  const start = new StartExecutionCommand({ stateMachineArn, input: deep });
  await expect(stage.client.send(start)).rejects.toMatchObject({ name: "InvalidExecutionInput" });
  const definition = `{"StartAt":"S","States":{"S":{"Type":"Pass","Result":${deep},"End":true}}}`;
  const create = new CreateStateMachineCommand({
    name: "deeper",
    definition,
    roleArn: "arn:aws:iam::1:role/r",
  });
  await expect(stage.client.send(create)).rejects.toMatchObject({ name: "InvalidDefinition" });
});

/** 100 lists around a value, one within the other. */
function wrapped(value: JsonValue): JsonValue {
  let list = value;
  for (let depth = 0; depth < 100; depth += 1) {
    list = [list];
  }
  return list;
}

it.each<[string, JsonObject]>([
  ["a template", { Type: "Pass", Parameters: wrapped({ "again.$": "$" }) }],
  ["an expression", { Type: "Pass", QueryLanguage: "JSONata", Output: wrapped("{% $states.input %}") }],
  ["a variable", { Type: "Pass", Assign: { v: wrapped({ "again.$": "$v" }) } }],
])("ends an execution whose data grow ever deeper by %s", async (_, state) => {
  await using stage = await openStage();
  const First = { Type: "Pass", Assign: { v: 0 }, Next: "S" };
  const Again = {
    Type: "Choice",
    Choices: [{ Variable: "$.end", IsPresent: true, Next: "End" }],
    Default: "S",
  };
  const States = { First, S: { ...state, Next: "Again" }, Again, End: { Type: "Succeed" } };
  const execution = await stage.run({ StartAt: "First", States });
  expect(execution).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  expect(execution.cause).toContain("The data of the state nest more than 1000 deep.");
});
