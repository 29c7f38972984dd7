import { describe, expect, test } from "vitest";

import type { JsonObject, JsonValue } from "../json.ts";
import { evaluateJsonata, evaluateJsonataTemplate, type JsonataScope } from "./evaluate-jsonata.ts";

function scopeOf(input: JsonValue, variables: JsonObject = {}): JsonataScope {
  return {
    states: { input, context: {} },
    variables,
    now: () => Date.parse("2026-11-23T09:30:00.5Z"),
    random: () => 0.25,
    uuid: () => "the-uuid",
  };
}

async function evaluate(expression: string, input: JsonValue = null, variables: JsonObject = {}) {
  return evaluateJsonata(expression, scopeOf(input, variables), "Output");
}

describe("evaluateJsonata", () => {
  test("reads $states and variables", async () => {
    await expect(evaluate("$states.input.a + $b", { a: 1 }, { b: 2 })).resolves.toBe(3);
  });

  test("gives plain arrays, without the marks of JSONata's sequences", async () => {
    const result = await evaluate("$states.input.items.id", { items: [{ id: 1 }, { id: 2 }] });
    expect(Object.getOwnPropertyNames(result)).toEqual(["0", "1", "length"]);
    expect(result).toEqual([1, 2]);
  });

  test("keeps an array of one element", async () => {
    await expect(evaluate("$states.input.items", { items: [0] })).resolves.toEqual([0]);
  });

  test("keeps a key named __proto__", async () => {
    const input: JsonValue = JSON.parse('{"__proto__": {"a": 1}}');
    expect(JSON.stringify(await evaluate("$states.input", input))).toBe('{"__proto__":{"a":1}}');
  });

  test("names the expression and the field when nothing comes out", async () => {
    await expect(evaluate("$doesNotExist")).rejects.toMatchObject({
      name: "States.QueryEvaluationError",
      message:
        "The JSONata expression '$doesNotExist' specified for the field 'Output' returned nothing (undefined).",
    });
  });

  test("passes on JSONata's code and message when the evaluation fails", async () => {
    await expect(evaluate("$noSuchFunction(1)")).rejects.toThrow(
      "The JSONata expression '$noSuchFunction(1)' specified for the field 'Output' threw an error during evaluation. T1006: Attempted to invoke a non-function",
    );
  });

  test("refuses a function as a result", async () => {
    await expect(evaluate("$sum")).rejects.toThrow("returned an unexpected result type: 'function'.");
    await expect(evaluate("{'f': function($x) { $x }}")).rejects.toThrow(
      "unexpected result type: 'function'.",
    );
  });

  test("takes the time from its scope, once for the whole evaluation", async () => {
    let time = Date.parse("2026-11-23T09:30:00.5Z");
    const scope = { ...scopeOf(null), now: () => (time += 1000) - 1000 };
    const expression =
      "[$now(), $millis(), $now('[H01]:[m01] [z]', '+0900'), $toMillis('12:00', '[H01]:[m01]')]";
    const first = ["2026-11-23T09:30:00.500Z", 1795426200500, "18:30 GMT+09:00", 1795435200000];
    expect(await evaluateJsonata(expression, scope, "Output")).toEqual(first);
    expect(await evaluateJsonata("$now()", scope, "Output")).toBe("2026-11-23T09:30:01.500Z");
  });

  test("converts between times and texts as JSONata does", async () => {
    await expect(evaluate("$toMillis('1970-01-01T00:00:01Z')")).resolves.toBe(1000);
    await expect(evaluate("'02/03/2026' ~> $toMillis('[D01]/[M01]/[Y0001]')")).resolves.toBe(
      Date.UTC(2026, 2, 2),
    );
    await expect(evaluate("$exists($toMillis($nothing))")).resolves.toBe(false);
    await expect(evaluate("$toMillis('soon')")).rejects.toThrow("D3110: ");
  });

  test("has no $eval", async () => {
    await expect(evaluate("$eval('1')")).rejects.toThrow("T1006: Attempted to invoke a non-function");
  });

  test("has no root document: $ and bare names are undefined", async () => {
    await expect(evaluate("$", { a: 1 })).rejects.toThrow("returned nothing (undefined).");
    await expect(evaluate("a", { a: 1 })).rejects.toThrow("returned nothing (undefined).");
  });

  test("ends an endless recursion", async () => {
    await expect(evaluate("($f := function($n) { 1 + $f($n) }; $f(1))")).rejects.toThrow(
      "D1011: Stack overflow",
    );
  });

  test("lets a function recurse a thousand times", async () => {
    await expect(evaluate("($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(1000))")).resolves.toBe(
      1000,
    );
  });

  test("goes on after an evaluation that fails", async () => {
    const settled = await Promise.allSettled([
      evaluate("$no"),
      evaluate("1"),
      evaluate("$no"),
      evaluate("2"),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "rejected", "fulfilled"]);
  });

  test("ends a regular expression that backtracks without end", async () => {
    await expect(evaluate(`$contains("${"a".repeat(50)}!", /^(a+)+$/)`)).rejects.toThrow(
      "The regular expression /^(a+)+$/g takes too long",
    );
  });

  test("refuses an expression nested too deep to parse", async () => {
    await expect(evaluate("(".repeat(100_000))).rejects.toThrow("threw an error during evaluation.");
  });

  test("bounds the texts that an expression builds", async () => {
    const doubling = "($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f('a', 28)))";
    await expect(evaluate(doubling)).rejects.toThrow("more than the limit of 4000000");
  });

  test("bounds the sequences that an expression builds", async () => {
    await expect(evaluate("$count([1..2000000])")).rejects.toThrow("D2015: The maximum sequence length");
  });
});

describe("the functions that Step Functions adds", () => {
  test.each<[string, JsonValue]>([
    ["$partition([1, 2, 3], 2)", [[1, 2], [3]]],
    ["$partition([1], 5)", [[1]]],
    ["$range(1, 9, 2)", [1, 3, 5, 7, 9]],
    ["$range(3, 1, -1)", [3, 2, 1]],
    ["$range(3, 1, 1)", []],
    ["$hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"],
    ["$parse('{\"a\": [1]}')", { a: [1] }],
    ["$random()", 0.25],
    ["$uuid()", "the-uuid"],
  ])("%s is %j", async (expression, expected) => {
    await expect(evaluate(expression)).resolves.toEqual(expected);
  });

  test("$random gives the same number for the same seed", async () => {
    const first = await evaluate("$random(42)");
    await expect(evaluate("$random(42)")).resolves.toBe(first);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(first).toBeLessThan(1);
  });

  test.each([
    ["$partition([1], 0)", "must be a positive integer, but was 0"],
    ["$range(1, 2, 0)", "must not be zero"],
    ["$range(1, 2000, 1)", "more than the limit of 1000"],
    ["$hash('a', 'CRC')", "but was CRC"],
    ["$parse('{')", "JSON"],
  ])("%s fails: %s", async (expression, message) => {
    await expect(evaluate(expression)).rejects.toThrow(message);
  });
});

describe("evaluateJsonataTemplate", () => {
  test("evaluates expressions anywhere inside a value and leaves all else", async () => {
    const template = {
      a: ["{% $states.input.x %}", { b: "{% 1 + 1 %}" }],
      c: " {% 1 %}",
      "d.$": "$.x",
      e: null,
    };
    await expect(evaluateJsonataTemplate(template, scopeOf({ x: "y" }), "Output")).resolves.toEqual({
      a: ["y", { b: 2 }],
      c: " {% 1 %}",
      "d.$": "$.x",
      e: null,
    });
  });

  test("names the nested field of an expression that fails", async () => {
    const template = { FunctionName: "{% $doesNotExist %}" };
    await expect(evaluateJsonataTemplate(template, scopeOf(null), "Arguments")).rejects.toThrow(
      "specified for the field 'Arguments/FunctionName' returned nothing (undefined).",
    );
  });
});
