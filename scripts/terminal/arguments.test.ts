import { expect, test } from "vitest";
import { parseWords } from "./arguments.ts";

const options = { date: { type: "string" }, store: { type: "boolean", default: true } } as const;

test.for([
  [["--dat", "x"], "There is no option --dat. Did you mean --date?"],
  [["--everything"], "There is no option --everything. The options are --date, --store"],
  [["--date"], "--date needs a value after it, got nothing"],
  [["--date", "--store"], "--date needs a value after it; write one that begins with a dash as --NAME=VALUE"],
  [["--store=no"], "--store takes no value"],
  [["word"], '"word" is no option: options begin with --'],
] as const)("%j is refused in words of the command", ([words, message]) => {
  expect(() => parseWords([...words], options)).toThrow(message);
});

test("a boolean option is negated by --no-", () => {
  expect(parseWords(["--no-store"], options).values).toEqual({ store: false });
});
