import { expect, test } from "vitest";
import {
  conflictsPrefix,
  exportDocumentKey,
  parseExportDocumentKey,
  parsePendingKey,
  pendingKey,
  rejectedMessagesKey,
  storeKey,
  unloadManifestKey,
  workKey,
} from "./keys.ts";

const chunk = { storedAt: new Date("2026-11-21T10:05:00.123Z"), chunk: 2, hash: "0a1b2c" };

test("a work key holds the day, time, number and hash of its chunk", () => {
  expect(workKey(chunk)).toBe("work/2026/11/21/100500123-2-0a1b2c.csv.gz");
  expect(rejectedMessagesKey(chunk)).toBe("rejected/messages/2026/11/21/100500123-2-0a1b2c.jsonl.gz");
});

test("a batch has one file in each partition", () => {
  expect(storeKey("2026-11-21", "abc")).toBe("store/dt=2026-11-21/abc.csv.gz");
});

test("conflicts lie under their date and run", () => {
  expect(conflictsPrefix("2026-11-21", "r-1")).toBe(
    "rejected/conflicts/dt=2026-11-21/run=r-1/conflicts_2026-11-21_",
  );
});

test("pending and export keys read back to what they were made of", () => {
  expect(parsePendingKey(pendingKey("2026-11-21", "abc"))).toEqual({ date: "2026-11-21", batch: "abc" });
  expect(parseExportDocumentKey(exportDocumentKey("2026-11-21", "r-1"))).toEqual({
    date: "2026-11-21",
    run: "r-1",
  });
});

test("other keys are not read as pending or export keys", () => {
  expect(parsePendingKey("pending/dt=2026-11-21/")).toBeUndefined();
  expect(parseExportDocumentKey(unloadManifestKey("2026-11-21", "r-1"))).toBeUndefined();
});
