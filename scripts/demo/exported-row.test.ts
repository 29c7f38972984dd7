import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvHeader, exportColumns } from "@ashiato/core/columns";
import { afterEach, beforeEach, expect, test } from "vitest";
import { optionalColumns } from "../report/demo-report.ts";
import { readExportedRows } from "./exported-row.ts";

const fields: Record<string, string> = {
  device_id: "a",
  recorded_at: "2026-11-21T03:00:00.000000Z",
  latitude: "35.5000000",
  longitude: "-0.5",
  accuracy_m: "4.500",
  charging: "true",
  report_id: "00000000-0000-4000-8000-000000000001",
  received_at: "2026-11-21T03:00:01.000000Z",
  quality: "ok",
};
const header = csvHeader;
const line = exportColumns.map(({ name }) => fields[name] ?? "").join(",");

let path = "";
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "exported-row-"));
  path = join(folder, "export.csv");
});
afterEach(() => rm(folder, { recursive: true }));

test("a row is read by its columns' names", async () => {
  await writeFile(path, `${header}\n${line}\n`);
  expect(await readExportedRows(path)).toEqual([
    {
      line: 2,
      deviceId: "a",
      recordedAt: "2026-11-21T03:00:00.000000Z",
      latitude: "35.5000000",
      longitude: "-0.5000000",
      reportId: "00000000-0000-4000-8000-000000000001",
      values: {
        ...Object.fromEntries([...optionalColumns.values()].map((name) => [name, ""])),
        accuracy_m: "4.500",
        charging: "true",
      },
    },
  ]);
});

test("a file may end with the time of the fix in the stage's zone", async () => {
  await writeFile(path, `${header},recorded_at_local\n${line},2026-11-21T12:00:00.000000+09:00\n`);
  expect(await readExportedRows(path)).toMatchObject([{ recordedAt: "2026-11-21T03:00:00.000000Z" }]);
  await writeFile(path, `${header},recorded_at_local\n${line},2026-11-21T12:00:00.000000+08:00\n`);
  await expect(readExportedRows(path)).rejects.toThrow("line 2: 2026-11-21T12:00:00.000000+08:00 is not");
});

test("a header alone is an empty export", async () => {
  await writeFile(path, `${header}\n`);
  expect(await readExportedRows(path)).toEqual([]);
});

test.for([
  ["a file without a header", "", /begins with ""/],
  ["another header", `${header.replace("battery", "power")}\n`, /begins with "device_id,/],
  ["a time without a zone", `${header}\n${line.replace("00Z,35", "00,35")}\n`, /line 2: recorded_at is/],
  [
    "a position that is not a number",
    `${header}\n${line.replace("35.5000000", "")}\n`,
    /line 2: latitude is ""/,
  ],
  ["a row without an id", `${header}\n${line.replace(/00000000-[^,]*/, "")}\n`, /line 2: report_id is ""/],
  ["a field too many", `${header}\n${line},\n`, /line 2/],
] as const)("%s is refused", async ([, text, message]) => {
  await writeFile(path, text);
  await expect(readExportedRows(path)).rejects.toThrow(message);
});
