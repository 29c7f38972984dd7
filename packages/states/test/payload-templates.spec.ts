import { expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../src/json.ts";
import { distributedProcessor, functionTask, inlineProcessor } from "./machines.ts";
import { openStage, outputOf } from "./stage.ts";

const same = { Same: { Type: "Pass", End: true } };

// AWS's own schema takes any JSON value: https://github.com/aws/aws-toolkit-vscode/issues/2459
it.each<[string, JsonObject, JsonValue]>([
  ["Parameters of a Pass", { Type: "Pass", Parameters: [{ "n.$": "$.n" }, "$.n"] }, [{ n: 4 }, "$.n"]],
  ["Parameters of a Task", functionTask("echo", { Parameters: "as it is" }), "as it is"],
  ["ResultSelector of a Task", functionTask("echo", { ResultSelector: [{ "n.$": "$.n" }] }), [{ n: 4 }]],
  [
    "Parameters of a Parallel",
    { Type: "Parallel", Parameters: [true, { "n.$": "$.n" }], Branches: [inlineProcessor(same)] },
    [[true, { n: 4 }]],
  ],
  [
    "ResultSelector of a Parallel",
    { Type: "Parallel", Branches: [inlineProcessor(same)], ResultSelector: ["$", { "first.$": "$[0].n" }] },
    ["$", { first: 4 }],
  ],
  [
    "ItemSelector of an inline Map",
    {
      Type: "Map",
      ItemsPath: "$.list",
      ItemSelector: [{ "i.$": "$$.Map.Item.Index" }, { "v.$": "$$.Map.Item.Value" }],
      ItemProcessor: inlineProcessor(same),
    },
    [
      [{ i: 0 }, { v: 7 }],
      [{ i: 1 }, { v: 8 }],
    ],
  ],
  [
    "BatchInput and ItemSelector of a Distributed Map",
    {
      Type: "Map",
      ItemsPath: "$.list",
      ItemSelector: 0,
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: [{ "n.$": "$.n" }] },
      ItemProcessor: distributedProcessor(same),
    },
    [{ BatchInput: [{ n: 4 }], Items: [0, 0] }],
  ],
])("takes a template of any JSON type: %s", async (_, state, expected) => {
  await using stage = await openStage({ lambdas: { echo: (event) => event } });
  const machine = { StartAt: "S", States: { S: { ...state, End: true } } };
  expect(outputOf(await stage.run(machine, { n: 4, list: [7, 8] }))).toEqual(expected);
});
