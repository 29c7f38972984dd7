import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { JsonObject, JsonValue } from "../json.ts";
import { formatInvalidDefinition } from "./diagnostic.ts";
import { validateDefinition } from "./validate-definition.ts";

function faults(definition: unknown, type?: "STANDARD" | "EXPRESS"): string[] {
  return validateDefinition(definition, type).map(
    ({ code, message, location }) => `${code}: ${message} at ${location}`,
  );
}

/** Returns a machine of the one state X, which is a Pass state that ends unless `fields` says otherwise. */
function one(fields: JsonObject, machine: JsonObject = {}): JsonObject {
  return { StartAt: "X", States: { X: { Type: "Pass", End: true, ...fields } }, ...machine };
}

const lambda = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: "f" },
};
const jsonata = { QueryLanguage: "JSONata" };
const inner = { StartAt: "I", States: { I: { Type: "Pass", End: true } } };
const distributed = { ...inner, ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } };

describe("a sound definition has no findings:", () => {
  test.each<[string, JsonValue]>([
    [
      "Pass",
      one({ Parameters: { "a.$": "$.b", "c.$": "States.UUID()" }, ResultPath: "$.r", OutputPath: null }),
    ],
    ["JSONata Pass", one({ Output: "{% $states.input.x %}", Assign: { v: "{% $uuid() %}" } }, jsonata)],
    ["$eval, which fails when it is called", one({ Output: "{% $eval('1') %}" }, jsonata)],
    ["JSONata state in a JSONPath machine", one({ ...jsonata, Output: { a: ["{% 1 %}"] } })],
    ["Task", one({ ...lambda, TimeoutSecondsPath: "$$.Execution.Input.t", HeartbeatSeconds: 3, Retry: [] })],
    ["Wait", one({ Type: "Wait", Timestamp: "2026-01-01T00:00:00Z" })],
    [
      "Fail",
      {
        StartAt: "F",
        States: { F: { Type: "Fail", ErrorPath: "$.e", CausePath: "States.Format('{}', $.c)" } },
      },
    ],
    ["inline Map", one({ Type: "Map", ItemProcessor: inner, MaxConcurrency: 2, ItemsPath: "$.items[1:]" })],
    [
      "Distributed Map",
      one({
        Type: "Map",
        ItemProcessor: distributed,
        Label: "Distribute",
        ItemReader: {
          Resource: "arn:aws:states:::s3:listObjectsV2",
          Parameters: { Bucket: "b", "Prefix.$": "$.p" },
        },
        ItemBatcher: { MaxItemsPerBatch: 10, BatchInput: { "a.$": "$.a" } },
        ResultWriter: {
          Resource: "arn:aws:states:::s3:putObject",
          Parameters: { Bucket: "b", Prefix: "runs" },
        },
        ToleratedFailurePercentage: 5,
      }),
    ],
    ["Parallel", one({ Type: "Parallel", Branches: [inner] })],
  ])("%s", (_, definition) => {
    expect(faults(definition)).toEqual([]);
  });
});

describe("the machine as a whole", () => {
  test.each<[unknown, string[]]>([
    [undefined, ["MISSING_DESCRIPTION: The definition is empty at "]],
    ["{", [expect.stringMatching("^INVALID_JSON_DESCRIPTION: ")]],
    [[], ["INVALID_JSON_DESCRIPTION: Expected a JSON object at "]],
    [{}, ["SCHEMA_VALIDATION_FAILED: These fields are required: [StartAt, States] at "]],
    [
      { StartAt: "X", States: {} },
      ["SCHEMA_VALIDATION_FAILED: Expected a non-empty Object of states at /States"],
    ],
    [one({}, { Foo: 1 }), ["SCHEMA_VALIDATION_FAILED: Field 'Foo' is not supported at "]],
    [
      one({}, { TimeoutSeconds: 0 }),
      ["SCHEMA_VALIDATION_FAILED: Value must be an integer between 1 and 99999999 at /TimeoutSeconds"],
    ],
  ])("%j: %j", (definition, expected) => {
    expect(faults(definition)).toEqual(expected);
  });

  test("may have 1,048,576 characters and no more", () => {
    expect(faults(one({ Comment: "a".repeat(1_048_576) }))[0]).toContain("more than the limit of 1048576");
  });

  test("may nest only so deep", () => {
    let deep: JsonValue = {};
    for (let depth = 0; depth < 100_000; depth += 1) {
      deep = [deep];
    }
    expect(faults(one({ Result: deep }))).toEqual([
      "TOO_DEEPLY_NESTED: The definition nests more than 160 levels deep at ",
    ]);
  });

  // Two seconds of work, linear in the branches: several times that on a machine that is busy with other
  // tests.
  test("may have more branches than a call takes arguments", { timeout: 60_000 }, () => {
    const branches = Array.from({ length: 250_000 }, () => ({}));
    expect(faults(one({ Type: "Parallel", Branches: branches }))).toHaveLength(250_000);
  });

  test("turns into the message of InvalidDefinition", () => {
    const definition = {
      StartAt: "A",
      States: { A: { Type: "Pass", Next: "C" }, B: { Type: "Pass", End: true } },
    };
    expect(formatInvalidDefinition(validateDefinition(definition))).toBe(
      "Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: C at /States/A/Next, MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B'",
    );
  });
});

describe("transitions", () => {
  test("to nowhere are reported where they stand", () => {
    const definition = {
      StartAt: "S",
      States: {
        C: { Type: "Choice", Choices: [{ Variable: "$.a", IsNull: true, Next: "N1" }], Default: "N2" },
        T: { ...lambda, End: true, Catch: [{ ErrorEquals: ["States.ALL"], Next: "N3" }] },
      },
    };
    expect(faults(definition).filter((fault) => fault.includes("Missing"))).toEqual([
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: S at /StartAt",
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: N2 at /States/C/Default",
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: N1 at /States/C/Choices[0]/Next",
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: N3 at /States/T/Catch[0]/Next",
    ]);
  });

  test("without an end are reported once, and hide what cannot be reached", () => {
    const loop = {
      A: { Type: "Pass", Next: "B" },
      B: { Type: "Pass", Next: "A" },
      C: { Type: "Pass", Next: "A" },
    };
    expect(faults({ StartAt: "A", States: loop })).toEqual([
      "MISSING_END_STATE: Workflow has no terminal state at ",
    ]);
  });

  test("do not leave the container of their state", () => {
    const definition = one({
      Type: "Parallel",
      Branches: [{ StartAt: "I", States: { I: { Type: "Pass", Next: "X" } } }],
    });
    expect(faults(definition)).toEqual([
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /States/X/Branches[0]/States/I/Next",
      "MISSING_END_STATE: Workflow has no terminal state at /States/X/Branches[0]",
    ]);
  });
});

describe("a fault of one state", () => {
  const at = "/States/X";
  test.each<[JsonObject, string]>([
    [
      { Type: "Nope" },
      `Value must be one of the following: [Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map] at ${at}/Type`,
    ],
    [{ Catch: [] }, `Field 'Catch' is not supported at ${at}`],
    [{ TimeoutSeconds: 1 }, `Field 'TimeoutSeconds' is not supported at ${at}`],
    [
      { Output: 1 },
      `The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at ${at}`,
    ],
    [
      { ...jsonata, InputPath: "$" },
      `The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage at ${at}`,
    ],
    [
      { QueryLanguage: "XPath" },
      `Value must be one of the following: [JSONPath, JSONata] at ${at}/QueryLanguage`,
    ],
    [{ Next: "X" }, `Only one of these fields is allowed: [Next, End] at ${at}`],
    [{ InputPath: "$.a b" }, `Value is not a valid JSONPath at ${at}/InputPath`],
    [{ ResultPath: "$.a[*]" }, `Value is not a Reference Path at ${at}/ResultPath`],
    [{ ResultPath: "$$.a" }, `Value is not a Reference Path at ${at}/ResultPath`],
    [
      { Parameters: { "a.$": "x" } },
      `The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call at ${at}/Parameters`,
    ],
    [
      { Parameters: { "a.$": "States.Hash('a')" } },
      `The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call at ${at}/Parameters`,
    ],
    [
      { Parameters: { a: 1, "a.$": "$" } },
      `The field 'a' is given twice, with and without '.$' at ${at}/Parameters`,
    ],
    [{ Assign: { "1a": 1 } }, `'1a' is not a valid variable name at ${at}/Assign`],
    [{ Type: "Task" }, `These fields are required: [Resource] at ${at}`],
    [{ ...lambda, Resource: "x" }, `Value is not a valid resource ARN at ${at}/Resource`],
    [
      { ...lambda, TimeoutSeconds: 2, HeartbeatSeconds: 2 },
      `HeartbeatSeconds must be smaller than TimeoutSeconds at ${at}/HeartbeatSeconds`,
    ],
    [
      { ...lambda, Retry: [{ ErrorEquals: ["States.ALL", "A"] }] },
      `States.ALL must appear alone and at end of list at ${at}/Retry[0]/ErrorEquals[0]`,
    ],
    [
      { ...lambda, Retry: [{ ErrorEquals: ["A"], MaxAttempts: -1 }] },
      `Value must be an integer between 0 and 99999999 at ${at}/Retry[0]/MaxAttempts`,
    ],
    [{ ...lambda, Catch: [{ Next: "X" }] }, `These fields are required: [ErrorEquals] at ${at}/Catch[0]`],
    [
      { Type: "Wait" },
      `One of these fields is required: [Seconds, SecondsPath, Timestamp, TimestampPath] at ${at}`,
    ],
    [{ Type: "Wait", Seconds: -1 }, `Value must be an integer between 0 and 99999999 at ${at}/Seconds`],
    [
      { Type: "Wait", Timestamp: "2026-01-01" },
      `Value is not a timestamp of the form 2016-03-14T01:59:00Z at ${at}/Timestamp`,
    ],
    [{ Type: "Parallel", Branches: [] }, `Expected a non-empty Array of Object at ${at}/Branches`],
    [{ Type: "Map" }, `One of these fields is required: [ItemProcessor, Iterator] at ${at}`],
    [
      { Type: "Map", ItemProcessor: { ...inner, QueryLanguage: "JSONata" } },
      `Field 'QueryLanguage' is not supported at ${at}/ItemProcessor`,
    ],
    [
      { Type: "Map", ItemProcessor: { ...inner, ProcessorConfig: { Mode: "DISTRIBUTED" } } },
      `These fields are required: [ExecutionType] at ${at}/ItemProcessor/ProcessorConfig`,
    ],
    [
      { Type: "Map", ItemProcessor: inner, Label: "L" },
      `Field 'Label' is not supported for a Map state in INLINE mode at ${at}`,
    ],
    [
      { Type: "Map", ItemProcessor: distributed, ItemBatcher: {} },
      `One of these fields is required: [MaxItemsPerBatch, MaxInputBytesPerBatch] at ${at}/ItemBatcher`,
    ],
    [
      {
        Type: "Map",
        ItemProcessor: distributed,
        ItemReader: { Resource: "arn:aws:states:::s3:getObject", Parameters: {}, ReaderConfig: {} },
      },
      `These fields are required: [InputType] at ${at}/ItemReader/ReaderConfig`,
    ],
  ])("%j", (fields, expected) => {
    expect(faults(one(fields))).toEqual([`SCHEMA_VALIDATION_FAILED: ${expected}`]);
  });

  test("in its end", () => {
    expect(faults(one({ End: false }))).toEqual([
      "SCHEMA_VALIDATION_FAILED: One of these fields is required: [Next, End] at /States/X",
      "MISSING_END_STATE: Workflow has no terminal state at ",
    ]);
  });

  test("in its name or label", () => {
    const name = "N".repeat(81);
    const tooLong = { StartAt: name, States: { [name]: { Type: "Succeed" } } };
    expect(faults(tooLong)[0]).toContain(
      "INVALID_STATE_NAME: The name of a state must have 1 to 80 characters",
    );
    expect(faults(one({ Type: "Map", ItemProcessor: distributed, Label: "a b" }))[0]).toContain(
      "INVALID_LABEL_NAME",
    );
    const twice = { StartAt: "X", States: { X: { Type: "Pass", End: true } } };
    expect(faults(one({ Type: "Parallel", Branches: [twice] }))).toEqual([
      "DUPLICATE_STATE_NAME: The state name 'X' appears more than once at /States/X/Branches[0]/States/X",
    ]);
  });

  test("of an Express workflow", () => {
    const waits = { ...lambda, Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken" };
    expect(faults(one(waits), "STANDARD")).toEqual([]);
    expect(faults(one(waits), "EXPRESS")[0]).toContain("at /States/X/Resource");
    expect(faults(one({ Type: "Map", ItemProcessor: distributed }), "EXPRESS")).toHaveLength(1);
  });
});

describe("query languages", () => {
  test("a state cannot go back to JSONPath in a JSONata machine", () => {
    expect(faults(one({ QueryLanguage: "JSONPath" }, jsonata))).toEqual([
      "SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/X",
    ]);
  });

  test("the states inside a map inherit that of the machine, not of the map", () => {
    const processor = { StartAt: "I", States: { I: { Type: "Pass", End: true, Output: 1 } } };
    expect(faults(one({ ...jsonata, Type: "Map", ItemProcessor: processor }))[0]).toContain(
      "at /States/X/ItemProcessor/States/I",
    );
  });
});

describe("a JSONata expression", () => {
  test.each([
    ["1 +", "INVALID_JSONATA_EXPRESSION: Unexpected end of expression"],
    ['"unterminated', "INVALID_JSONATA_EXPRESSION: String literal must be terminated by a matching quote"],
    ["phone", "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported."],
    [
      "$sum(items.price)",
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'items' at the top level is not supported.",
    ],
    ["$", "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$' is not supported."],
    ["$$.a", "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$$' is not supported."],
    ["(".repeat(20_000), "INVALID_JSONATA_EXPRESSION: The expression is nested too deeply"],
    [
      "$match('a', /a{2,1}/)",
      "INVALID_JSONATA_EXPRESSION: The expression holds a regular expression that is not valid",
    ],
    [
      "$states.errorOutput",
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$states.errorOutput' is not supported in this field.",
    ],
  ])("%s is refused: %s", (expression, expected) => {
    expect(faults(one({ Output: { v: `{% ${expression} %}` } }, jsonata))).toEqual([
      `${expected} at /States/X/Output/v`,
    ]);
  });

  test.each([
    "$states.input.items[price > 1 and $.x].(name & $string(price))",
    "$map($states.input.a, function($v) { $v.b })",
    "$states.input.a^(>b){c: $sum(d)}",
    "$states.input ~> |a|{'b': c}|",
    "($x := $states.result; {'a': $x.b, 'c': [$x.d]})",
  ])("%s is accepted", (expression) => {
    expect(faults(one({ Output: `{% ${expression} %}` }, jsonata))).toEqual([]);
  });
});

describe("a choice rule", () => {
  test.each<[JsonValue, string]>([
    [{ Variable: "$.a", IsNull: true }, "These fields are required: [Next] at /States/X/Choices[0]"],
    [
      { Variable: "$.a", Next: "Y" },
      "Exactly one comparison operator is required, but found [] at /States/X/Choices[0]",
    ],
    [{ IsNull: true, Next: "Y" }, "These fields are required: [Variable] at /States/X/Choices[0]"],
    [
      { Variable: "$.a", NumericEquals: "1", Next: "Y" },
      "Expected value of type Number at /States/X/Choices[0]/NumericEquals",
    ],
    [
      { Variable: "$.a", NumericEqualsPath: "b", Next: "Y" },
      "Value is not a valid JSONPath at /States/X/Choices[0]/NumericEqualsPath",
    ],
    [{ And: [], Next: "Y" }, "Expected a non-empty Array of Object at /States/X/Choices[0]/And"],
    [
      { Not: { Variable: "$.a", IsNull: true, Next: "Y" }, Next: "Y" },
      "Field 'Next' is not supported at /States/X/Choices[0]/Not",
    ],
    [{ Condition: "{% true %}", Next: "Y" }, "Field 'Condition' is not supported at /States/X/Choices[0]"],
  ])("%j", (rule, expected) => {
    const states = { X: { Type: "Choice", Choices: [rule], Default: "Y" }, Y: { Type: "Succeed" } };
    expect(faults({ StartAt: "X", States: states })).toContain(`SCHEMA_VALIDATION_FAILED: ${expected}`);
  });
});

test("warns of text that looks like a path but is not one", () => {
  const findings = validateDefinition(one({ Parameters: { a: "$.b" }, Result: { "c.$": "$.d" } }));
  expect(findings.map(({ severity, code }) => [severity, code])).toEqual([
    ["WARNING", "NO_DOLLAR"],
    ["WARNING", "PASS_RESULT_IS_STATIC"],
  ]);
});

test("ends with findings, never with an error, whatever the definition", () => {
  const name = fc.constantFrom(
    "Type",
    "Next",
    "End",
    "Choices",
    "And",
    "Not",
    "Variable",
    "Retry",
    "Catch",
    "Branches",
    "ItemProcessor",
    "States",
    "StartAt",
    "Parameters",
    "a.$",
    "Output",
    "ItemReader",
    "ReaderConfig",
    "X",
  );
  const leaf = fc.constantFrom<JsonValue>(
    "Pass",
    "Map",
    "Task",
    "Choice",
    "Parallel",
    "X",
    "$.a[?(",
    "States.Array(",
    "{% ( %}",
    true,
    null,
    1,
  );
  const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      leaf,
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(name, tie("tree"), { maxKeys: 6 }),
    ),
  }));
  const property = fc.property(tree, (value) => {
    validateDefinition(value);
    validateDefinition({ StartAt: "X", States: { X: value } });
  });
  expect(() => fc.assert(property, { numRuns: 2_000 })).not.toThrow();
});
