import { expect, test } from "vitest";

import type { JsonObject, JsonValue } from "../json.ts";
import { validateDefinition } from "./validate-definition.ts";

const inner = { StartAt: "I", States: { I: { Type: "Pass", End: true } } };
const distributed = { ...inner, ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } };

function faults(state: JsonObject): string[] {
  const definition = { StartAt: "X", States: { X: { End: true, ...state } } };
  return validateDefinition(definition)
    .filter(({ severity }) => severity === "ERROR")
    .map(({ message, location }) => `${message} at ${location}`);
}

// AWS's own schema takes any JSON value: https://github.com/aws/aws-toolkit-vscode/issues/2459
test.each<[JsonValue]>([[[{ "a.$": "$" }]], ["$.a"], [null], [7], [false]])(
  "takes %j for any template",
  (template) => {
    const templates = { Parameters: template, ResultSelector: template };
    expect(faults({ Type: "Parallel", Branches: [inner], ...templates })).toEqual([]);
    const batcher = { MaxItemsPerBatch: 10, BatchInput: template };
    const map = { Type: "Map", ItemProcessor: distributed, ItemSelector: template, ItemBatcher: batcher };
    expect(faults(map)).toEqual([]);
    const task = { Type: "Task", Resource: "arn:aws:lambda:::function:work", Parameters: template };
    expect(faults(task)).toEqual([]);
  },
);

test("looks for paths in lists within lists", () => {
  expect(faults({ Type: "Pass", Parameters: [1, [{ "a.$": "x" }]] })).toEqual([
    "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call at /States/X/Parameters",
  ]);
});

test("takes an object alone for the parameters of an optimized integration", () => {
  const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: ["f"] };
  expect(faults(task)).toEqual(["Expected value of type Object at /States/X/Parameters"]);
});
