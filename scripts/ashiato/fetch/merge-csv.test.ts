import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvHeader } from "@ashiato/core/columns";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mergeCsv } from "./merge-csv.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ashiato-merge-"));
});
afterEach(() => rm(directory, { recursive: true }));

function row(device: string, second: number, id = "a"): string {
  const values = { device_id: device, recorded_at: `2026-11-20T15:00:0${second}.000000Z`, report_id: id };
  return csvHeader
    .split(",")
    .map((name) => (name in values ? values[name as keyof typeof values] : ""))
    .join(",");
}

async function merged(...files: string[][]): Promise<string[]> {
  const paths = files.map((_, index) => join(directory, `${index}.csv`));
  await Promise.all(
    files.map((rows, index) => writeFile(paths[index] ?? "", [csvHeader, ...rows, ""].join("\n"))),
  );
  const [first = "", ...others] = paths;
  await mergeCsv([first, ...others], join(directory, "all.csv"));
  const text = await readFile(join(directory, "all.csv"), "utf8");
  expect(text.startsWith(`${csvHeader}\n`)).toBe(true);
  expect(text.endsWith("\n")).toBe(true);
  return text.trimEnd().split("\n").slice(1);
}

test("late rows come where they belong: by device, time and id", async () => {
  const all = [row("a", 1), row("a", 2, "a"), row("a", 2, "b"), row("a+b", 0), row("b", 3), row("c", 0)];
  const [one = "", two = "", three = "", four = "", five = "", six = ""] = all;
  expect(await merged([two, five], [four, six], [one, three])).toEqual(all);
});

test("an empty day takes late rows, and none at all leave its header", async () => {
  expect(await merged([], [row("b", 1)], [row("a", 1)])).toEqual([row("a", 1), row("b", 1)]);
  expect(await merged([row("a", 1)], [])).toEqual([row("a", 1)]);
});
