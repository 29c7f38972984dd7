import { expect, test } from "vitest";
import { calendarOf } from "../report/calendar.ts";
import { type ExpectedRow, expectedRow, type Fix } from "../report/demo-report.ts";
import type { ExportedRow } from "./exported-row.ts";
import { Tally } from "./tally.ts";

const tokyo = calendarOf("Asia/Tokyo");
const uuid = "00000000-0000-4000-8000-000000000001";

function sent(fix: Partial<Fix> = {}): ExpectedRow {
  const noon = Date.parse("2026-11-21T03:00:00Z") * 1_000;
  return expectedRow(
    { deviceId: "a", epochMicroseconds: noon, latitude: 35.5, longitude: 139.5, values: {}, ...fix },
    tokyo,
  );
}

function exported(line: number, row: ExpectedRow, change: Partial<ExportedRow> = {}): ExportedRow {
  const { deviceId, recordedAt, latitude, longitude, reportId = `derived-${line}` } = row;
  const values = Object.fromEntries(Object.entries(row.values).map(([name, value]) => [name, String(value)]));
  return { line, deviceId, recordedAt, latitude, longitude, reportId, values, ...change };
}

function tallyOf(...rows: ExpectedRow[]): Tally {
  const tally = new Tally();
  rows.forEach((row) => tally.add(row));
  return tally;
}

const first = sent();
const second = sent({ deviceId: "b", values: { accuracy_m: 4.5, charging: false } });

test("a CSV that holds every report once, in order, has no difference", () => {
  const tally = tallyOf(first, second, first);
  expect(tally.dates).toEqual(["2026-11-21"]);
  expect(tally.rows("2026-11-21")).toBe(2);
  expect(tally.compare("2026-11-21", [exported(2, first), exported(3, second)])).toEqual([]);
});

test("a date without reports has an empty CSV", () => {
  expect(tallyOf().compare("2026-11-21", [])).toEqual([]);
});

test("a missing row is named", () => {
  expect(tallyOf(first, second).compare("2026-11-21", [exported(2, first)])).toEqual([
    "2026-11-21: b,2026-11-21T03:00:00.000000Z,35.5000000,139.5000000 was accepted but is missing",
  ]);
});

test("a row that was not sent, a repeated one and one out of order are named", () => {
  const stranger = sent({ deviceId: "0" });
  const rows = [exported(2, first), exported(3, first), exported(4, second), exported(5, stranger)];
  expect(tallyOf(first, second).compare("2026-11-21", rows)).toEqual([
    expect.stringMatching(/^2026-11-21 line 3: a,.* is repeated$/),
    expect.stringMatching(/^2026-11-21 line 5: 0,.* was not sent for this date$/),
    expect.stringMatching(/^2026-11-21 line 5: 0,.* comes after b,.*, out of order$/),
  ]);
});

test("a row of another date is not looked for in this one", () => {
  const late = sent({ epochMicroseconds: Date.parse("2026-11-20T14:59:59.999Z") * 1_000 });
  const tally = tallyOf(first, late);
  expect(tally.dates).toEqual(["2026-11-20", "2026-11-21"]);
  expect(tally.compare("2026-11-21", [exported(2, first)])).toEqual([]);
  expect(tally.compare("2026-11-20", [exported(2, first)])).toHaveLength(2);
});

test("a changed optional value is named with what was sent", () => {
  const changed = exported(2, second, { values: { accuracy_m: "4.500", charging: "true" } });
  expect(tallyOf(second).compare("2026-11-21", [changed])[0]).toMatch(
    /shows {"accuracy_m":"4.500","charging":"true"} where {"accuracy_m":4.5,"charging":false} was sent/,
  );
  const lost = exported(2, second, { values: { accuracy_m: "", charging: "false" } });
  expect(tallyOf(second).compare("2026-11-21", [lost])).toHaveLength(1);
});

test("of a report that was sent with different optional values, any is right", () => {
  const other = { ...second, values: { accuracy_m: 9 } };
  const tally = tallyOf(second, other);
  expect(tally.rows("2026-11-21")).toBe(1);
  expect(tally.compare("2026-11-21", [exported(2, other)])).toEqual([]);
  expect(tally.compare("2026-11-21", [exported(2, second)])).toEqual([]);
});

test("a heading that rounds up to 360 is north", () => {
  const row = sent({ values: { heading_deg: 359.9999 } });
  const north = exported(2, row, { values: { heading_deg: "0.000" } });
  expect(tallyOf(row).compare("2026-11-21", [north])).toEqual([]);
});

test("a report with its own id is not the report without one", () => {
  const named = sent({ reportId: uuid.toUpperCase() });
  const tally = tallyOf(first, named);
  expect(tally.rows("2026-11-21")).toBe(2);
  expect(tally.compare("2026-11-21", [exported(2, first), exported(3, named)])).toEqual([]);
  const moved = exported(3, named, { latitude: "0.0000000" });
  expect(tally.compare("2026-11-21", [exported(2, first), moved])[0]).toMatch(/has the report id of a,/);
});

test("an id stands for another report with another device and on another date", () => {
  const own = sent({ reportId: uuid });
  const other = sent({ reportId: uuid, deviceId: "b" });
  const dayBefore = sent({ reportId: uuid, epochMicroseconds: Date.parse("2026-11-20T03:00:00Z") * 1_000 });
  const tally = tallyOf(own, other, dayBefore);
  expect(tally.rows("2026-11-21")).toBe(2);
  expect(tally.compare("2026-11-21", [exported(2, own), exported(3, other)])).toEqual([]);
  expect(tally.compare("2026-11-21", [exported(2, own)])).toEqual([
    expect.stringMatching(/^2026-11-21: b,.* was accepted but is missing$/),
  ]);
  expect(tally.compare("2026-11-20", [exported(2, dayBefore)])).toEqual([]);
});

test("of two positions under one id of a device either is right, and no mixture of them", () => {
  const own = sent({ reportId: uuid, values: { battery: 0.5 } });
  const moved = sent({ reportId: uuid, latitude: 1, values: { battery: 0.25 } });
  const tally = tallyOf(own, moved);
  expect(tally.rows("2026-11-21")).toBe(1);
  for (const row of [own, moved]) {
    expect(tally.compare("2026-11-21", [exported(2, row)])).toEqual([]);
  }
  const mixed = exported(2, own, { values: { battery: "0.250" } });
  expect(tally.compare("2026-11-21", [mixed])[0]).toMatch(
    /shows {"battery":"0.250"} where {"battery":0.5} was sent/,
  );
});

test("an id that a server derived says no more than the report itself", () => {
  const named = sent({ reportId: "64a30293-32d9-83b6-9ea3-dfaadc47bc19" });
  const tally = tallyOf(first, named);
  expect(tally.rows("2026-11-21")).toBe(1);
  expect(tally.compare("2026-11-21", [exported(2, first)])).toEqual([]);
});
