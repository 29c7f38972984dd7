import { expect, test } from "vitest";

import type { JsonValue } from "../json.ts";
import { jsonataTypeOf, requireResultType } from "./query-evaluation-error.ts";

test.each<[JsonValue, string]>([
  [[], "array"],
  [false, "boolean"],
  [null, "null"],
  [1, "number"],
  [{}, "object"],
  ["", "string"],
])("%j is of type %s", (value, type) => {
  expect(jsonataTypeOf(value)).toBe(type);
});

test("a result of another type is refused with its expression, field and value", () => {
  const place = { expression: "$list", location: "Items" };
  expect(() => requireResultType([1], "array", place)).not.toThrow();
  expect(() => requireResultType({ a: 1 }, "array", place)).toThrow(
    expect.objectContaining({
      name: "States.QueryEvaluationError",
      message:
        "The JSONata expression '$list' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'object' for value: {\"a\":1}",
    }),
  );
});
