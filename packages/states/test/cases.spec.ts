import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCases } from "../src/cli/cases.ts";
import { distributedProcessor } from "./machines.ts";

async function outcomesOf(lines: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "cases-"));
  try {
    const file = join(folder, "cases.jsonl");
    writeFileSync(file, lines.join("\n"));
    const outcomes: string[] = [];
    for await (const outcome of runCases([file])) {
      outcomes.push(outcome);
    }
    return outcomes;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it("makes the buckets of a case, empty ones too", async () => {
  const read = {
    Type: "Map",
    ItemReader: { Resource: "arn:aws:states:::s3:listObjectsV2", Parameters: { Bucket: "empty" } },
    ItemProcessor: distributedProcessor({ Same: { Type: "Pass", End: true } }),
    End: true,
  };
  const definition = { StartAt: "Read", States: { Read: read } };
  const recorded = { id: "none", type: "STANDARD", definition, input: {}, s3: { empty: {} } };
  const [outcome = ""] = await outcomesOf([JSON.stringify(recorded)]);
  expect(JSON.parse(outcome)).toMatchObject({ id: "none", status: "SUCCEEDED", output: [] });
});

it("keeps the digits of a case's numbers", async () => {
  const definition =
    '{"StartAt":"S","States":{"S":{"Type":"Pass","Parameters":{"b":9007199254740995,"a.$":"$.a"},"End":true}}}';
  const line = `{"id":"exact","type":"STANDARD","definition":${definition},"input":{"a":9007199254740993}}`;
  const [outcome] = await outcomesOf([line]);
  expect(outcome).toContain('"output":{"b":9007199254740995,"a":9007199254740993}');
});
