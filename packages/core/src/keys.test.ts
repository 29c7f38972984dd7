import { expect, test } from "vitest";
import { exportDocumentKey, parseExportDocumentKey, unloadManifestKey, unloadPrefix } from "./export-keys.ts";
import { conflictsPrefix, rejectedMessagesKey, rejectedReportsKey } from "./rejected-keys.ts";
import { claimKey, parseClaimKey, parsePendingKey, pendingKey, requestKey } from "./run-keys.ts";
import { storeKey } from "./store-keys.ts";
import { workKey } from "./work-keys.ts";

const name = { date: "2026-11-21", run: "r-1", version: 3 };
const chunk = { storedAt: new Date("2026-11-21T10:05:00.123Z"), chunk: 2, hash: "0a1b2c" };

test("a work key holds the day, time, number and hash of its chunk", () => {
  expect(workKey(chunk)).toBe("work/2026/11/21/100500123-2-0a1b2c.csv.gz");
  expect(rejectedMessagesKey(chunk)).toBe("rejected/messages/2026/11/21/100500123-2-0a1b2c.jsonl.gz");
  expect(rejectedReportsKey(chunk)).toBe("rejected/reports/2026/11/21/100500123-2-0a1b2c.jsonl.gz");
});

test("a batch has one file in each partition", () => {
  expect(storeKey("2026-11-21", "abc")).toBe("store/dt=2026-11-21/abc.csv.gz");
});

test("conflicts lie under their date, run and version", () => {
  expect(conflictsPrefix(name)).toBe(
    "rejected/conflicts/dt=2026-11-21/run=r-1/version=3/conflicts_2026-11-21_",
  );
});

test("pending, claim and export keys read back to what they were made of", () => {
  expect(parsePendingKey(pendingKey("2026-11-21", "abc"))).toEqual({ date: "2026-11-21" });
  expect(parsePendingKey(requestKey("2026-11-21", "r-1"))).toEqual({ date: "2026-11-21" });
  expect(parseClaimKey(claimKey("2026-11-21", 12))).toEqual({ date: "2026-11-21", version: 12 });
  expect(parseExportDocumentKey(exportDocumentKey(name))).toEqual(name);
});

test("an export without a folder for its version is read as one whose document has it", () => {
  const { version: _, ...rest } = name;
  const key = "exports/dt=2026-11-21/run=r-1/export.json";
  expect(parseExportDocumentKey(key)).toEqual({ ...rest, version: undefined });
});

test("each attempt at an UNLOAD writes under its own prefix", () => {
  const prefixes = [0, 1].map((attempt) => unloadPrefix({ ...name, attempt }));
  expect(prefixes).toEqual([
    "exports/dt=2026-11-21/run=r-1/version=3/attempt=0/locations_2026-11-21_",
    "exports/dt=2026-11-21/run=r-1/version=3/attempt=1/locations_2026-11-21_",
  ]);
});

test("other keys are not read as pending or export keys", () => {
  expect(parsePendingKey("pending/dt=2026-11-21/")).toBeUndefined();
  expect(parseExportDocumentKey(unloadManifestKey({ ...name, attempt: 0 }))).toBeUndefined();
});
