import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { calendarOf } from "../report/calendar.ts";
import { inputReport, readInput } from "./read-input.ts";

const tokyo = calendarOf("Asia/Tokyo");
const text = [
  "device_id,recorded_at,latitude,longitude,altitude,charging",
  "a-1,2008-10-23T02:53:04Z,39.984702,116.318417,150.0,",
  "a-1,2008-10-23 15:00:00.25,39.9,116.3,,true",
  "",
].join("\n");

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "read-input-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

test("a line becomes the report that it says and the row that it must come out as", async () => {
  const [first, second] = await readInput(await file("a.csv", text));
  expect(inputReport(first!, 0, tokyo)).toEqual({
    body: {
      deviceId: "a-1",
      timestamp: "2008-10-23T02:53:04.000000Z",
      latitude: 39.984_702,
      longitude: 116.318_417,
      altitude: 150,
    },
    row: {
      date: "2008-10-23",
      deviceId: "a-1",
      recordedAt: "2008-10-23T02:53:04.000000Z",
      latitude: "39.9847020",
      longitude: "116.3184170",
      values: { altitude_m: 150 },
    },
    verdict: "unknown",
  });
  expect(inputReport(second!, 30, tokyo)).toMatchObject({
    body: { timestamp: "2008-11-22T15:00:00.250000Z", charging: true },
    row: { date: "2008-11-23", recordedAt: "2008-11-22T15:00:00.250000Z", values: { charging: true } },
  });
});

test("gzip is known by its first bytes, not by its name", async () => {
  expect(await readInput(await file("b.csv", gzipSync(`\uFEFF${text}`)))).toHaveLength(2);
  expect(await readInput(await file("b.csv.gz", gzipSync(text)))).toHaveLength(2);
  await expect(readInput(await file("plain.csv.gz", text))).rejects.toThrow(
    /plain\.csv\.gz: the name says gzip/,
  );
});

test("what cannot be read goes out as it stands and is expected nowhere", async () => {
  const lines = "device_id,recorded_at,latitude,longitude\na,yesterday,1,2\nb,2026-11-21T00:00:00Z,north,2\n";
  const reports = (await readInput(await file("c.csv", lines))).map((line) => inputReport(line, 5, tokyo));
  expect(reports).toEqual([
    { body: { deviceId: "a", timestamp: "yesterday", latitude: 1, longitude: 2 }, verdict: "unknown" },
    {
      body: { deviceId: "b", timestamp: "2026-11-21T00:00:00Z", latitude: "north", longitude: 2 },
      verdict: "unknown",
    },
  ]);
});

test("a file that is broken, empty or missing raises", async () => {
  await expect(readInput(await file("d.csv", `${text}a-1,2008-10-23T02:53:04Z\n`))).rejects.toThrow(/line 4/);
  const cut = gzipSync(text.repeat(50)).subarray(0, 60);
  await expect(readInput(await file("e.csv.gz", cut))).rejects.toThrow(/unexpected end of file/);
  for (const zeros of [1, 600_000]) {
    const hiding = Buffer.concat([gzipSync(text), Buffer.alloc(zeros), gzipSync(text)]);
    await expect(readInput(await file("g.csv.gz", hiding))).rejects.toThrow(
      /bytes behind the end of its gzip data/,
    );
  }
  await expect(readInput(await file("f.csv", ""))).rejects.toThrow(/f\.csv holds no report$/);
  await expect(readInput(join(folder, "none.csv"))).rejects.toThrow(/ENOENT/);
});
