import fc from "fast-check";
import { expect, it } from "vitest";
import { MemoryS3 } from "../src/cli/memory-s3.ts";
import type { Integrations } from "../src/integrations/integrations.ts";
import type { JsonObject } from "../src/json.ts";
import { functionTask, invokeTask, machineOf, mapMachine } from "./machines.ts";
import { openStage, outputOf } from "./stage.ts";

/** Whatever a library may throw. */
const thrown = fc.oneof(
  fc.string().map((message) => new Error(message)),
  fc.constantFrom(new TypeError("x is not a function"), new RangeError("Invalid string length")),
  fc.constantFrom("text", 0, null, undefined, {}, [], Symbol("fault")),
  fc.record({ name: fc.string(), message: fc.string(), statusCode: fc.constantFrom(0, 400, 500, "?") }),
);

/** What a library may answer that its types do not allow. */
const nonsense = fc.constantFrom(undefined, null, 0, "", [], { payload: 1 }, { objects: 1 });

const handled = { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }] };
const caught = { Caught: { Type: "Pass", Output: "caught", End: true } };

function task(state: JsonObject): JsonObject {
  return machineOf({ Work: { ...state, ...handled }, ...caught });
}

function map(fields: JsonObject): JsonObject {
  const { Map } = Object(mapMachine(fields)).States;
  return machineOf({ Map: { ...Map, ...handled }, ...caught });
}

const read = (config: JsonObject) => ({
  ItemReader: {
    Resource: "arn:aws:states:::s3:getObject",
    Arguments: { Bucket: "lake", Key: "in" },
    ReaderConfig: config,
  },
});

/** A call of each library, and a machine that makes it. */
const calls: Record<string, JsonObject> = {
  "lambda.invoke of a function": task(functionTask("work")),
  "lambda.invoke of lambda:invoke": task(invokeTask("work")),
  "lambda.invokeAsynchronously": task(
    invokeTask("work", { Arguments: { FunctionName: "work", InvocationType: "Event" }, End: true }),
  ),
  "awsSdk.call": task({ Type: "Task", Resource: "arn:aws:states:::aws-sdk:s3:listBuckets", End: true }),
  "awsSdk.call of sqs:sendMessage": task({
    Type: "Task",
    Resource: "arn:aws:states:::sqs:sendMessage",
    Arguments: { QueueUrl: "q", MessageBody: "m" },
    End: true,
  }),
  "s3.listObjectsV2": map({
    ItemReader: { Resource: "arn:aws:states:::s3:listObjectsV2", Arguments: { Bucket: "lake" } },
  }),
  "s3.getObject of CSV": map(read({ InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" })),
  "s3.getObject of JSON": map(read({ InputType: "JSON" })),
  "s3.getObject of JSONL": map(read({ InputType: "JSONL" })),
  "s3.getObject of a manifest": map(read({ InputType: "MANIFEST" })),
  "s3.putObject": map({
    Items: [1],
    ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Arguments: { Bucket: "lake", Prefix: "out" } },
  }),
};

/** Integrations of which every call does the same. */
function integrations(does: () => unknown): Partial<Integrations> {
  const call = async () => does() as never;
  return {
    lambda: { invoke: call, invokeAsynchronously: call },
    s3: { listObjectsV2: call, getObject: call, putObject: call },
    awsSdk: { supports: () => true, call },
  };
}

it.each(Object.keys(calls))("catches whatever %s throws", async (name) => {
  await fc.assert(
    fc.asyncProperty(thrown, async (fault) => {
      const fails = () => Promise.reject(fault);
      await using stage = await openStage({ integrations: integrations(fails) });
      expect(outputOf(await stage.run(calls[name] ?? {}))).toBe("caught");
    }),
    { numRuns: 12 },
  );
});

it.each(Object.keys(calls))("survives whatever %s answers", async (name) => {
  await fc.assert(
    fc.asyncProperty(nonsense, async (answer) => {
      await using stage = await openStage({ integrations: integrations(() => answer) });
      const { status, cause } = await stage.run(calls[name] ?? {});
      expect(cause ?? "").not.toContain("interpreter");
      expect(status).toBe("SUCCEEDED");
    }),
    { numRuns: 7 },
  );
});

it("catches what breaks in the middle of an object", async () => {
  async function* broken() {
    yield Buffer.from("a,b\n1,2\n");
    throw new Error("connection reset");
  }
  const s3 = { ...new MemoryS3(() => 0).integration, getObject: async () => broken() };
  await using stage = await openStage({ integrations: { s3 } });
  const failed = await stage.run(mapMachine(read({ InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" })));
  expect(failed).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed" });
});
