import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

const cli = path.join(import.meta.dirname, "../src/cli.ts");
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-cli-"));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** Runs `cases` over lines, and returns its exit code with the outcomes. */
async function run(lines: object[]): Promise<{ code: number; outcomes: unknown[] }> {
  const file = path.join(directory, "cases.jsonl");
  await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const { code, stdout } = await promisify(execFile)(process.execPath, [cli, "cases", file]).then(
    (ended) => ({ code: 0, stdout: ended.stdout }),
    (error: { code: number; stdout: string }) => error,
  );
  const outcomes =
    stdout.trim() === ""
      ? []
      : stdout
          .trim()
          .split("\n")
          .map((line): unknown => JSON.parse(line));
  return { code, outcomes };
}

const setup = {
  id: "the table",
  kind: "setup",
  sql: "CREATE EXTERNAL TABLE lake.pets (name varchar(10), legs int) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE LOCATION 's3://lake/pets/'",
  put: { "pets/a.csv": "dog,4\nhen,2\n" },
  expected: "FINISHED",
};

it("prints one line for each case, and compares rows, errors and columns", async () => {
  const { code, outcomes } = await run([
    setup,
    {
      id: "rows",
      sql: "SELECT name, legs FROM lake.pets ORDER BY 1",
      expected: [
        ["dog", 4],
        ["hen", 2],
      ],
    },
    { id: "error", sql: ["SELECT 1", "SELECT nothing"], expected: 'column "nothing" does not exist' },
    { id: "types", sql: "SELECT legs, name FROM lake.pets", expected: "int4 varchar" },
    {
      id: "files",
      sql: "UNLOAD ('SELECT 1 AS n') TO 's3://lake/out/' IAM_ROLE 'arn:aws:iam::000000000000:role/warehouse' CSV PARALLEL OFF",
      expected: "FINISHED",
      show: "out/",
    },
  ]);
  expect(outcomes).toMatchObject([
    { id: "the table", ok: true },
    {
      id: "rows",
      ok: true,
      rows: [
        ["dog", 4],
        ["hen", 2],
      ],
    },
    { id: "error", ok: true, error: 'ERROR: column "nothing" does not exist' },
    { id: "types", ok: true },
    { id: "files", ok: true, files: { "out/000": "1\n" } },
  ]);
  expect(code).toBe(0);
});

it("gives each case a warehouse of its own, and exits 1 when a case is wrong", async () => {
  const { code, outcomes } = await run([
    setup,
    { id: "drops", sql: "DROP TABLE lake.pets", expected: "FINISHED" },
    { id: "wrong", sql: "SELECT COUNT(*) FROM lake.pets", expected: [[3]] },
    { id: "in words", sql: "SELECT 1", expected: "some value" },
  ]);
  expect(outcomes).toMatchObject([
    { ok: true },
    { ok: true },
    { id: "wrong", ok: false, rows: [[2]] },
    { id: "in words", ok: null },
  ]);
  expect(code).toBe(1);
});

it("exits 2 with the usage when no file is named", async () => {
  const ended = await promisify(execFile)(process.execPath, [cli, "cases"]).catch((error: object) => error);
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining("Usage:") });
});
