import { expect, it } from "vitest";
import { compileFilterPattern } from "./filter-pattern.ts";

const lines = {
  refused: "[ERROR 401] UNAUTHORIZED REQUEST",
  succeeded: "[SUCCESS 200] AUTHORIZED REQUEST",
  argument: "[ERROR 419] MISSING ARGUMENTS",
  json: '{"level":"ERROR","status":503,"path":"/v1/runs","retried":true,"cause":null,"user":{"id":"a","tags":["x","y"]}}',
  other: '{"level":"INFO","status":200,"path":"/v1/exports","retried":false}',
};

function matching(pattern: string): string[] {
  const matches = compileFilterPattern(pattern);
  return Object.entries(lines).flatMap(([name, line]) => (matches(line) ? [name] : []));
}

it.each([
  ["", ["refused", "succeeded", "argument", "json", "other"]],
  ["ERROR", ["refused", "argument", "json"]],
  ["error", []],
  ["ERROR ARGUMENTS", ["argument"]],
  ["?ARGUMENTS ?SUCCESS", ["succeeded", "argument"]],
  ["ERROR -ARGUMENTS", ["refused", "json"]],
  ["-ERROR", ["succeeded", "other"]],
  ['"MISSING ARGUMENTS"', ["argument"]],
  ['"[ERROR" -"401]"', ["argument"]],
  ['"\\"level\\":\\"INFO\\""', ["other"]],
  ["ERROR ?SUCCESS", ["refused", "argument", "json"]],
])("matches the terms %s", (pattern, names) => {
  expect(matching(pattern)).toEqual(names);
});

it.each([
  ['{ $.level = "ERROR" }', ["json"]],
  ["{ $.level = ERROR }", ["json"]],
  ['{ $.level != "ERROR" }', ["other"]],
  ["{ $.status >= 500 }", ["json"]],
  ["{ $.status = 200 }", ["other"]],
  ['{ $.path = "/v1/*" && $.status < 500 }', ["other"]],
  ['{ ($.level = "INFO" || $.level = "ERROR") && $.retried IS TRUE }', ["json"]],
  ["{ $.retried IS FALSE }", ["other"]],
  ["{ $.cause IS NULL }", ["json"]],
  ["{ $.user.id NOT EXISTS }", ["other"]],
  ['{ $.user.tags[1] = "y" }', ["json"]],
  ['{ $.user["id"] = a }', ["json"]],
  ["{ $.level = 1 || $.user = a }", []],
])("matches JSON by %s", (pattern, names) => {
  expect(matching(pattern)).toEqual(names);
});

it.each([
  "a-b",
  '"open',
  "{ $.level }",
  "{ $.level = }",
  '{ $.level < "ERROR" }',
  "{ level = 1 }",
  "{ $.a = 1 && }",
  "{ $.a = 1 } x",
  "{ $.a IS MAYBE }",
  "[a, b]",
  "%ERR%",
])("refuses %s", (pattern) => {
  expect(() => compileFilterPattern(pattern)).toThrow(
    expect.objectContaining({ name: "InvalidParameterException" }),
  );
});
