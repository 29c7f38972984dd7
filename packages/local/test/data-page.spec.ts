import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { csvHeader, exportColumns } from "@ashiato/core/columns";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { canRun, debianPrograms } from "./support/debian-tools.ts";
import { root } from "./support/evaluated.ts";

/** Ids that a reader could take for numbers, and a fraction of a second that it could lose. */
const rows: Record<string, string>[] = ["0042", "7"].map((device, index) => ({
  device_id: device,
  recorded_at: `2026-11-20T15:0${index}:00.123456Z`,
  latitude: "35.6812361",
  longitude: "139.7671250",
  charging: index === 0 ? "true" : "",
  report_id: `0192f0c1-7a10-8000-8000-00000000000${index}`,
  received_at: "2026-11-21T00:00:01.000000Z",
  quality: "ok",
}));

let page: string;
let folder: string;

beforeAll(async () => {
  page = await readFile(path.join(root, "docs/data.md"), "utf8");
  folder = await mkdtemp(path.join(tmpdir(), "ashiato-data-"));
  const lines = rows.map((row) => exportColumns.map(({ name }) => row[name] ?? "").join(","));
  await writeFile(path.join(folder, "locations_2026-11-21.csv"), [csvHeader, ...lines, ""].join("\n"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The snippet of a language, as the page has it. */
function snippet(language: string): string {
  const [, text] = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "m").exec(page) ?? [];
  if (text === undefined) {
    throw new Error(`docs/data.md has no snippet in ${language}`);
  }
  return text;
}

it("describes every column of the CSV, in its order", () => {
  const table = page.slice(page.indexOf("## Columns"), page.indexOf("## Quality"));
  const named = [...table.matchAll(/^\| `(\w+)`.*\| (\d+) +\|$/gm)].map(([, name, since]) => ({
    name,
    since,
  }));
  expect(named).toEqual(
    exportColumns.map((column) => ({
      name: column.name,
      since: String("since" in column ? column.since : 1),
    })),
  );
});

it("reads the CSV in DuckDB", async () => {
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const sql = snippet("sql").replace("'locations", `'${folder}/locations`);
  const result = await connection.runAndReadAll(sql);
  expect(result.getRowsJson()).toEqual([["2", "2026-11-21 00:00:00"]]);
  connection.closeSync();
  database.closeSync();
});

it.skipIf(!canRun("python3", "-c", "import pandas"))("reads the CSV in pandas", () => {
  expect(run("python3", ["-c", snippet("python")])).toBe("2 2026-11-21 00:00:00\n");
});

it.skipIf(!canRun("Rscript", "--version"))("reads the CSV in R", () => {
  expect(run("Rscript", ["-e", snippet("r")])).toBe("2 2026-11-21 00:00:00 \n");
});

function run(program: string, words: string[]): string {
  return execFileSync(path.join(debianPrograms, program), words, { cwd: folder, encoding: "utf8" });
}
