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
      "threw an error during evaluation: Stack overflow error",
    );
  });

  test("lets a function recurse a thousand times by a tail call", async () => {
    const counting = "($f := function($n, $sum) { $n = 0 ? $sum : $f($n - 1, $sum + 1) }; $f(1000, 0))";
    await expect(evaluate(counting)).resolves.toBe(1000);
  });

  // The same depths as on AWS: https://github.com/floci-io/floci/issues/2737
  test.each<[string, (count: number) => string, number]>([
    ["sums", (count) => Array.from({ length: count }, () => "1").join(" + "), 100],
    ["parentheses", (count) => `${"(".repeat(count)}1${")".repeat(count)}`, 99],
    ["lists", (count) => `${"[".repeat(count)}1${"]".repeat(count)}`, 99],
    ["chained calls", (count) => `1${" ~> $abs()".repeat(count)}`, 99],
    [
      "calls that are not tail calls",
      (count) => `($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(${count}))`,
      31,
    ],
  ])("nests %s as deep as AWS does", async (_, expression, deepest) => {
    await expect(evaluate(expression(deepest))).resolves.toBeDefined();
    await expect(evaluate(expression(deepest + 1))).rejects.toThrow(
      "threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive. Depth=101 max=100",
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
      "threw an error during evaluation: Expression evaluation timeout: Check for infinite loop",
    );
  });

  test("refuses an expression nested too deep to parse", async () => {
    await expect(evaluate("(".repeat(100_000))).rejects.toThrow("evaluation: Stack overflow error");
  });

  const memoryLimit =
    "threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage";

  // https://github.com/floci-io/floci/issues/2737
  test.each([
    ["$length($doubled('x', 22))", 2 ** 22],
    ["[1..873782] ~> $count()", 873_782],
    ["$count($range(1, 360145, 1))", 360_145],
  ])("takes %s within AWS's bound of memory", async (expression, expected) => {
    const doubled = "$doubled := function($s, $n) { $n = 0 ? $s : $doubled($s & $s, $n - 1) }";
    await expect(evaluate(`(${doubled}; ${expression})`)).resolves.toBe(expected);
  });

  test.each([
    "($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f('x', 23)))",
    "($f := function($a, $n) { $n = 0 ? $a : $f($append($a, $a), $n - 1) }; $count($f([1], 40)))",
    "($f := function($a, $n) { $n = 0 ? $a : $f([[$a], [$a]], $n - 1) }; $count($f([], 60)))",
    "($f := function($a, $n) { $n = 0 ? $a : $f({'a': $a, 'b': $a}, $n - 1) }; $f('x', 60))",
    "($text := $pad('', 4000000, 'x'); [1..800000].$text)",
    "$sum([1..873783])",
    "[1..20000000]",
    "$count($range(1, 360146, 1))",
    "$range(0, 1e18, 1)",
    "$pad('x', 500000000)",
    "$pad('x', -500000000)",
    "$join($split($pad('', 1000, 'x'), ''), $pad('', 100000, 'y'))",
    "$replace($pad('', 100000, 'x'), 'x', $pad('', 100000, 'y'))",
  ])("refuses %s for the memory that it takes", async (expression) => {
    await expect(evaluate(expression)).rejects.toThrow(memoryLimit);
  });

  // https://github.com/floci-io/floci/issues/2736
  test.each(["$base64decode('!!!')", "$base64decode('a')"])(
    "says no more of an internal error than an id: %s",
    async (expression) => {
      await expect(evaluate(expression)).rejects.toThrow(
        "specified for the field 'Output' threw an internal error during evaluation. the-uuid",
      );
    },
  );

  test("writes numbers that are not finite as their names, wherever they are", async () => {
    await expect(evaluate("1 / 0")).resolves.toBe("Infinity");
    await expect(evaluate("-1 / 0")).resolves.toBe("-Infinity");
    await expect(evaluate("0 / 0")).resolves.toBe("NaN");
    await expect(evaluate("{'a': [1e308 * 10, -0 * 1]}")).resolves.toEqual({ a: ["Infinity", 0] });
    await expect(evaluate("$parseInteger('abc', '0')")).resolves.toBe("NaN");
    await expect(evaluate("1 / 0 + 1")).rejects.toThrow("D1001: ");
  });

  test("writes large whole numbers in full up to 1e21", async () => {
    await expect(evaluate("$string(1e20)")).resolves.toBe("100000000000000000000");
    await expect(evaluate("$string(-1e21)")).resolves.toBe("-1e+21");
    await expect(evaluate("$string($parse('9223372036854775808'))")).resolves.toBe("9223372036854776000");
  });
});

// https://github.com/floci-io/floci/pull/2676: measured on AWS
describe("the functions that Step Functions adds", () => {
  test.each<[string, JsonValue]>([
    ["$partition([1, 2, 3], 2)", [[1, 2], [3]]],
    ["$partition([1], 5)", [[1]]],
    ["$partition([1, 2, 3])", [[1, 2, 3]]],
    ["$partition([1, 2, 3], 2.9)", [[1, 2], [3]]],
    ["$range(1, 9, 2)", [1, 3, 5, 7, 9]],
    ["$range(3, 1, -1)", [3, 2, 1]],
    ["$range(-1.7, 2.9, 1.5)", [-1, 0, 1, 2]],
    ["$range(1, 9, 9)", 1],
    ["$range(4, 4, 1)", 4],
    ["[$range(4, 4, 1)]", [4]],
    ["$range(1, 3, 1)[1]", 2],
    ["$range(0, 6, 2) ~> $sum()", 12],
    ["$hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"],
    ["$hash('', 'MD5')", "d41d8cd98f00b204e9800998ecf8427e"],
    ["$parse('{\"a\": [1]}')", { a: [1] }],
    ["$parse(' 1.0 ')", 1],
    ['$parse(\'{"a":{"a":1},"b":{"a":"a"}}\')', { a: { a: 1 }, b: { a: "a" } }],
    ["[$map(['1', '[2]'], $parse)]", [1, [2]]],
    ["$random()", 0.25],
    ["$random(42)", 0.7275636800328681],
    ["$random(42.9)", 0.7275636800328681],
    ["$random(0/0) = $random(0)", true],
    ["$uuid()", "the-uuid"],
  ])("%s is %j", async (expression, expected) => {
    await expect(evaluate(expression)).resolves.toEqual(expected);
  });

  test.each([
    "$range(5, 1, 1)",
    "$range(1, 5, -1)",
    "$range(1, 5, 0)",
    "$range(1, 5, 0.9)",
    "$range(1, 5)",
    "$partition([], 2)",
    "$partition([1], 0)",
    "$partition([1], -0.5)",
    "$partition($nothing, 2)",
    "$hash('a')",
    "$parse()",
    "$parse($nothing)",
  ])("%s is nothing", async (expression) => {
    await expect(evaluate(expression)).rejects.toThrow("returned nothing (undefined).");
  });

  test.each([
    ["$partition([1], -2)", "D3137: Second argument must be zero or greater"],
    ["$partition(null, 2)", 'T0412: Argument 1 of function "partition" must be an array of undefined'],
    ["$partition('abc', 2)", 'T0412: Argument 1 of function "partition"'],
    ["$partition([1], '2')", 'T0410: Argument 2 of function "partition" does not match function signature'],
    ["$partition([1], 2, 3)", 'T0410: Argument 3 of function "partition" does not match function signature'],
    ["$range('1', 2, 1)", 'T0410: Argument 1 of function "range" does not match function signature'],
    ["$range(1, $nothing, 1)", 'T0410: Argument 2 of function "range"'],
    ["$range(1, 2, null)", 'T0410: Argument 3 of function "range"'],
    ["$hash()", 'T0410: Argument 1 of function "hash"'],
    ["$hash('a', 5)", 'T0410: Argument 2 of function "hash"'],
    [
      "$hash('a', 'sha-1')",
      "D3137: Hash algorithm 'sha-1' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5",
    ],
    ["$parse(5)", 'T0410: Argument 1 of function "parse"'],
    ["$parse('{')", "D3137: Invalid JSON"],
    ["$parse('')", "D3137: Invalid JSON"],
    ["$parse('1 2')", "D3137: Invalid JSON"],
    ["$parse('NaN')", "D3137: Invalid JSON"],
    ["$parse('[1e999]')", "D3137: Invalid JSON"],
    ['$parse(\'{"k":1,"\\u006b":2}\')', "D3137: Invalid JSON"],
    ['$parse(\'[{"k":{"x":"}"},"j":0,"k":2}]\')', "D3137: Invalid JSON"],
    ["$uuid(1)", 'T0410: Argument 1 of function "uuid"'],
    ["$random('x')", 'T0410: Argument 1 of function "random"'],
  ])("%s fails: %s", async (expression, message) => {
    await expect(evaluate(expression)).rejects.toThrow(`threw an error during evaluation. ${message}`);
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
