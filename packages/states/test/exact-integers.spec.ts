import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as s3 from "@aws-sdk/client-s3";
import { StartExecutionCommand, TestStateCommand } from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import { SimulatedClock } from "../src/clock.ts";
import { parseJson } from "../src/exact-integer.ts";
import { sdkClients } from "../src/integrations/sdk-clients.ts";
import type { JsonObject } from "../src/json.ts";
import { distributedProcessor, functionTask, inlineProcessor, machineOf } from "./machines.ts";
import { openStage } from "./stage.ts";

const largest = "9223372036854775807";
const odd = "9007199254740993";
const same = { Same: { Type: "Pass", End: true } };

/** The output's text, for JavaScript's own parser would round the numbers. */
async function outputText(machine: JsonObject, input: string): Promise<string | undefined> {
  await using stage = await openStage({ lambdas: { echo: (event) => event } });
  const stateMachineArn = await stage.create("exact", machine);
  const started = await stage.client.send(new StartExecutionCommand({ stateMachineArn, input }));
  const { output, cause } = await stage.ended(started.executionArn ?? "");
  return output ?? cause;
}

function path(fields: JsonObject): JsonObject {
  return { StartAt: "S", States: { S: { End: true, ...fields } } };
}

function jsonata(Output: unknown, fields: JsonObject = {}): JsonObject {
  return path({ Type: "Pass", QueryLanguage: "JSONata", Output: Object(Output), ...fields });
}

// Whole numbers of 64 bits stay exact on AWS: https://github.com/floci-io/floci/pull/2683
it.each<[string, JsonObject, string]>([
  ["input and output", path({ Type: "Pass" }), `{"id":${largest},"ids":[${odd}]}`],
  ["a path", path({ Type: "Pass", OutputPath: "$.ids[0]" }), odd],
  ["a filter", path({ Type: "Pass", OutputPath: `$[?(@.id==${largest})].id` }), `[${largest}]`],
  [
    "a filter that it misses by one",
    path({ Type: "Pass", OutputPath: `$[?(@.id==9223372036854775806)].id` }),
    "[]",
  ],
  ["a wildcard", path({ Type: "Pass", OutputPath: "$.*" }), `[${largest},[${odd}]]`],
  ["descendants", path({ Type: "Pass", OutputPath: "$..id" }), `[${largest}]`],
  [
    "a template",
    path({ Type: "Pass", Parameters: { "n.$": "$.id", list: [1] } }),
    `{"n":${largest},"list":[1]}`,
  ],
  [
    "States.Format",
    path({ Type: "Pass", Parameters: { "n.$": "States.Format('{}', $.id)" } }),
    `{"n":"${largest}"}`,
  ],
  [
    "States.JsonToString and StringToJson",
    path({ Type: "Pass", Parameters: { "n.$": "States.StringToJson(States.JsonToString($.ids))" } }),
    `{"n":[${odd}]}`,
  ],
  [
    "States.ArrayUnique",
    path({ Type: "Pass", Parameters: { "n.$": "States.ArrayUnique($.ids)" } }),
    `{"n":[${odd}]}`,
  ],
  [
    "States.ArrayContains",
    path({ Type: "Pass", Parameters: { "n.$": "States.ArrayContains($.ids, $.ids[0])" } }),
    `{"n":true}`,
  ],
  [
    "ResultPath",
    path({ Type: "Pass", Result: 1, ResultPath: "$.r" }),
    `{"id":${largest},"ids":[${odd}],"r":1}`,
  ],
  ["a task", functionTaskMachine(), `"${largest}"`],
  [
    "an inline Map",
    path({ Type: "Map", ItemsPath: "$.ids", ItemProcessor: inlineProcessor(same) }),
    `[${odd}]`,
  ],
  [
    "a Distributed Map",
    path({
      Type: "Map",
      ItemsPath: "$.ids",
      ItemBatcher: { MaxItemsPerBatch: 5 },
      ItemProcessor: distributedProcessor(same),
    }),
    `[{"Items":[${odd}]}]`,
  ],
  ["JSONata's input", jsonata({ n: "{% $states.input.id %}" }), `{"n":${largest}}`],
  ["$string", jsonata({ n: "{% $string($states.input.id) & '!' %}" }), `{"n":"${largest}!"}`],
  ["$string of a list", jsonata({ n: "{% $string($states.input.ids) %}" }), `{"n":"[${odd}]"}`],
  ["$type", jsonata({ n: "{% $type($states.input.id) %}" }), `{"n":"number"}`],
  ["$parse", jsonata({ n: `{% $parse('{"a":[${odd}]}').a %}` }), `{"n":[${odd}]}`],
  ["$map", jsonata({ n: "{% [$map($states.input.ids, function($i) { $i })] %}" }), `{"n":[${odd}]}`],
  ["$merge", jsonata({ n: "{% $merge([$states.input, {'ids': 0}]) %}" }), `{"n":{"id":${largest},"ids":0}}`],
  ["arithmetic, in doubles", jsonata({ n: "{% $states.input.id / 2 %}" }), `{"n":4611686018427388000}`],
  ["negation, in doubles", jsonata({ n: "{% -$states.input.ids[0] %}" }), `{"n":-9007199254740992}`],
  [
    "comparison",
    jsonata({ n: "{% $states.input.id > $states.input.ids[0] and $states.input.id < 1e19 %}" }),
    `{"n":true}`,
  ],
  ["equality", jsonata({ n: "{% $states.input.id = $states.input.id %}" }), `{"n":true}`],
  ["equality to a number", jsonata({ n: `{% $states.input.ids[0] = ${odd} %}` }), `{"n":true}`],
  ["membership", jsonata({ n: "{% $states.input.ids[0] in $states.input.ids %}" }), `{"n":true}`],
  [
    "$sum and $max",
    jsonata({ n: "{% $sum([$states.input.ids, 7]) - $max($states.input.ids) %}" }),
    `{"n":8}`,
  ],
  ["$floor by ~>", jsonata({ n: "{% $states.input.ids[0] ~> $floor() %}" }), `{"n":9007199254740992}`],
  ["$abs as a value", jsonata({ n: "{% [$map($states.input.ids, $abs)] %}" }), `{"n":[9007199254740992]}`],
  ["$sort", jsonata({ n: "{% $sort([3, $states.input.ids[0], 1]) %}" }), `{"n":[1,3,${odd}]}`],
  ["sorting of a path", jsonata({ n: "{% [$states.input^(id).id] %}" }), `{"n":[${largest}]}`],
])("keeps whole numbers of 64 bits: %s", async (_, machine, expected) => {
  expect(await outputText(machine, `{"id":${largest},"ids":[${odd}]}`)).toBe(expected);
});

it.each([
  [{ NumericEquals: 9007199254740992 }, false],
  [{ NumericGreaterThan: 9007199254740992 }, true],
  [{ NumericEqualsPath: "$.n" }, true],
  [{ NumericGreaterThanPath: "$.less" }, true],
  [{ NumericLessThan: 9007199254740992 }, false],
  [{ IsNumeric: true }, true],
  [{ IsString: true }, false],
])("compares them in a Choice: %j is %j", async (comparison, holds) => {
  const machine = {
    StartAt: "C",
    States: {
      C: { Type: "Choice", Choices: [{ Variable: "$.n", ...comparison, Next: "Yes" }], Default: "No" },
      Yes: { Type: "Pass", Result: true, End: true },
      No: { Type: "Pass", Result: false, End: true },
    },
  };
  expect(await outputText(machine, `{"n":${odd},"less":5}`)).toBe(String(holds));
});

function functionTaskMachine(): JsonObject {
  const task = functionTask("echo", {
    Parameters: { "n.$": "States.JsonToString($.id)" },
    OutputPath: "$.n",
    End: true,
  });
  return { StartAt: "S", States: { S: task } };
}

it("keeps them over a restart, in the input and in variables", async () => {
  const directory = await mkdtemp(join(tmpdir(), "states-"));
  const clock = new SimulatedClock(0);
  const machine = machineOf({
    First: { Type: "Pass", Assign: { kept: "{% $states.input %}" }, Next: "Wait" },
    Wait: { Type: "Wait", Seconds: 60, Next: "Last" },
    Last: { Type: "Pass", Output: "{% [$states.input, $kept] %}", End: true },
  });
  let executionArn: string;
  try {
    {
      await using stage = await openStage({ directory, clock });
      executionArn = await stage.start(await stage.create("exact", machine), parseJson(largest));
      await expect.poll(() => clock.waiting).toBe(1);
    }
    await using stage = await openStage({ directory, clock });
    await expect.poll(() => clock.waiting).toBe(1);
    await clock.advance(60_000);
    expect((await stage.ended(executionArn)).output).toBe(`[${largest},${largest}]`);
  } finally {
    await rm(directory, { recursive: true });
  }
});

it("keeps them in the body that an HTTP API answers", async () => {
  const http = async () => ({ statusCode: 200, statusText: "OK", headers: {}, body: `{"id":${odd}}` });
  await using stage = await openStage({ integrations: { http } });
  const invoke = {
    Type: "Task",
    Resource: "arn:aws:states:::http:invoke",
    Arguments: { ApiEndpoint: "https://api.example.com/items", Method: "GET" },
    Output: "{% $states.result.ResponseBody %}",
    End: true,
  };
  expect((await stage.run(machineOf({ Invoke: invoke }))).output).toBe(`{"id":${odd}}`);
});

it("keeps them in a mock of TestState, where the model of the action asks for a number", async () => {
  const client = new s3.S3Client({ region: "us-east-1" });
  await using stage = await openStage({ awsSdk: sdkClients({ s3: { client, sdk: s3 } }) });
  const result = `{"ContentLength":${odd}}`;
  const tested = await stage.client.send(
    new TestStateCommand({
      definition: JSON.stringify({
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:s3:headObject",
        End: true,
      }),
      roleArn: "arn:aws:iam::1:role/r",
      mock: { result },
    }),
  );
  expect(tested).toMatchObject({ status: "SUCCEEDED", output: result });
});
