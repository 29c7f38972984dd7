import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { root } from "./support/evaluated.ts";
import { runScript } from "./support/run-script.ts";

it.each(["2400000", "24000000"])("prints for %s reports a day what docs/cost.md says", async (reports) => {
  const { code, out, err } = await runScript("cost.ts", ["--reports-per-day", reports], root);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(await readFile(path.join(root, "docs/cost.md"), "utf8")).toContain(out.trimEnd());
});

it("prints for a large file a day what docs/cost.md says", async () => {
  const words = ["--files-per-day", "1", "--file-rows", "10000000"];
  const { out } = await runScript("cost.ts", words, root);
  const lines = out.split("\n").filter((line) => line.startsWith("Files, "));
  expect(lines).toHaveLength(2);
  expect(await readFile(path.join(root, "docs/cost.md"), "utf8")).toContain(
    `$ npm run cost -- ${words.join(" ")}\n${lines.join("\n")}\n`,
  );
});

it.each([
  [["--batch", "0"], '--batch takes a whole number of at least 1, got "0"'],
  [["--reports-per-day", "many"], '--reports-per-day takes a whole number of at least 1, got "many"'],
  [["--region", "eu-north-1"], "There are no prices of eu-north-1; known are us-east-1, ap-northeast-1"],
])("refuses %j by name", async (words, message) => {
  const { code, err } = await runScript("cost.ts", words, root);
  expect({ code, err: err.trim() }).toEqual({ code: 1, err: message });
});
