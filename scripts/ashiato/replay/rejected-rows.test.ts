import { expect, test } from "vitest";
import { rejectedRows } from "./rejected-rows.ts";

const row =
  "2026-11-21,phone-1,2026-11-21 02:59:00.000000,35.6800000,139.7600000,5.000,,,,,,,0b0c5f0e-6c0a-8f00-9a00-1c1d1e1f2021,2026-11-21 03:00:00.000000";
const report = {
  deviceId: "phone-1",
  timestamp: "2026-11-21T02:59:00.000000Z",
  latitude: 35.68,
  longitude: 139.76,
  accuracy: 5,
};

test("a CSV of rejected rows gives a report for each that has a row's fields", () => {
  const text = `key,reason,row\nwork/a.csv.gz,latitude is wrong,"${row}"\nwork/a.csv.gz,has 2 fields,"a,b"\n`;
  expect(rejectedRows("rejected/rows/1.csv.gz", text)).toEqual([{ row, report }, { row: "a,b" }]);
});

test("rejected messages give the rows behind their heading", () => {
  const text = `${JSON.stringify({ reason: "row 1", messageId: "m", sentAt: null, body: `ashiato-locations/1\n${row}` })}\n`;
  expect(rejectedRows("rejected/messages/1.jsonl.gz", text)).toEqual([{ row, report }]);
});

test("the id that a client gave goes with the report", () => {
  const named = row.replace("-8f00-", "-4f00-");
  const text = `key,reason,row\nwork/a.csv.gz,some reason,"${named}"\n`;
  expect(rejectedRows("rejected/conflicts/1.csv", text)).toEqual([
    { row: named, report: { ...report, reportId: "0b0c5f0e-6c0a-4f00-9a00-1c1d1e1f2021" } },
  ]);
});

test("an object of another kind is refused by name", () => {
  expect(() => rejectedRows("rejected/notes.txt", "x")).toThrow("rejected/notes.txt");
});
