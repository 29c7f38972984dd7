import { appendFile, mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { appendSentLog, readSentLog } from "./sent-log.ts";

const row = {
  date: "2026-11-21",
  deviceId: "phone-1",
  recordedAt: "2026-11-21 02:59:00.000000",
  latitude: "35.6800000",
  longitude: "139.7600000",
  values: {},
};

test("an incomplete line that a killed demo left is moved to another file, and the log continues", async () => {
  const path = join(await mkdtemp(join(tmpdir(), "ashiato-log-")), "sent.jsonl");
  await appendSentLog(path, [row]);
  await appendFile(path, '{"date":"2026-');
  expect(await readSentLog(path)).toEqual([row]);
  await appendSentLog(path, [row]);
  expect(await readSentLog(path)).toEqual([row, row]);
  expect(await readFile(`${path}.torn`, "utf8")).toBe('{"date":"2026-\n');
});

test("there are no rows if no demo ran", async () => {
  expect(await readSentLog(join(tmpdir(), "ashiato-none", "sent.jsonl"))).toEqual([]);
});
