import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { calendarOf } from "../report/calendar.ts";
import { inputReport, readDemoInput } from "./read-input.ts";

const tokyo = calendarOf("Asia/Tokyo");
const options = { timeZone: "UTC" };
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
  const { reports } = await readDemoInput(await file("a.csv", text), options);
  const [first, second] = reports;
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

test("gzip is known by its first bytes, and lines that cannot be read are counted", async () => {
  const read = await readDemoInput(
    await file("b.csv", gzipSync(`\uFEFF${text}a,yesterday,1,2\nb,1,north,2\n`)),
    options,
  );
  expect(read.reports).toHaveLength(2);
  expect(read.unreadable).toBe(2);
});

test("a file that is broken, empty or missing raises with its path", async () => {
  const cut = gzipSync(text.repeat(50)).subarray(0, 60);
  await expect(readDemoInput(await file("e.csv.gz", cut), options)).rejects.toThrow(
    /e\.csv\.gz: .*unexpected end of file/,
  );
  await expect(readDemoInput(await file("f.csv", ""), options)).rejects.toThrow(/f\.csv: This is empty/);
  await expect(readDemoInput(await file("g.csv", "lat,lon,time\n"), options)).rejects.toThrow(
    /g\.csv holds no reports$/,
  );
  await expect(readDemoInput(join(folder, "none.csv"), options)).rejects.toThrow(
    /none\.csv: the file does not exist$/,
  );
});
