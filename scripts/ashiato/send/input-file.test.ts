import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { lineReport, lookThrough, readBatches } from "./input-file.ts";

const csv = [
  "device_id,recorded_at,latitude,longitude,rejected_because",
  "a,2026-11-21 02:59:00.000001,35.68,139.76,latitude was wrong",
  "b,2026-11-22T00:00:00+09:00,35.68,139.76,",
  "c,never,35.68,139.76,",
  "",
].join("\n");

async function file(name: string, contents: string | Buffer): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "ashiato-input-")), name);
  await writeFile(path, contents);
  return path;
}

test("a file is counted and its newest time is found, packed or not", async () => {
  for (const path of [await file("a.csv", csv), await file("a.csv.gz", gzipSync(csv))]) {
    expect(await lookThrough(path)).toMatchObject({
      reports: 3,
      newest: Date.parse("2026-11-22T00:00:00+09:00") * 1000,
    });
  }
});

test("lines come in numbered groups, without the reasons of an earlier rejection", async () => {
  const groups: { index: number; lines: object[] }[] = [];
  for await (const group of readBatches(await file("a.csv", csv), 2)) groups.push(group);
  expect(groups.map(({ index, lines }) => [index, lines.length])).toEqual([
    [0, 2],
    [1, 1],
  ]);
  expect(groups[0]?.lines[0]).toEqual({
    device_id: "a",
    recorded_at: "2026-11-21 02:59:00.000001",
    latitude: "35.68",
    longitude: "139.76",
  });
});

test("times move by whole days and keep their microseconds; what is no time goes out as it is", () => {
  const fields = { device_id: "a", recorded_at: "2026-11-21 02:59:00.000001", latitude: "1", longitude: "2" };
  expect(lineReport(fields, 2)).toEqual({
    deviceId: "a",
    timestamp: "2026-11-23T02:59:00.000001Z",
    latitude: 1,
    longitude: 2,
  });
  expect(lineReport(fields, 0)).toMatchObject({ timestamp: "2026-11-21T02:59:00.000001Z" });
  expect(lineReport({ ...fields, recorded_at: "never" }, 2)).toMatchObject({ timestamp: "never" });
});

test("a file with a column of another kind, or without lines, is refused", async () => {
  await expect(lookThrough(await file("a.csv", "device_id,colour\na,red\n"))).rejects.toThrow("colour");
  await expect(
    lookThrough(await file("a.csv", "device_id,recorded_at,latitude,longitude\n")),
  ).rejects.toThrow("holds no report");
});
