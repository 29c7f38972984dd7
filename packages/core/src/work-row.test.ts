import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { columns, type ReportedColumn, schemaVersion } from "./columns.ts";
import { parseReport } from "./parse-report.ts";
import { batchMessages, packMessages, unpackMessage } from "./queue-message.ts";
import { reportFromRow, type ReportRow, reportRow } from "./report-row.ts";
import { currentFormat, datedRow, maxWorkRowBytes, workRowContent, workRows } from "./work-row.ts";

const at = Date.parse("2026-11-21T00:00:00Z");
const window = { now: at, lateWindowDays: 30, futureWindowHours: 24 };
const smallest = {
  deviceId: "phone-1",
  timestamp: "2026-11-20T15:00:00Z",
  latitude: 35.68,
  longitude: -0.00000001,
};

const texts: Record<string, fc.Arbitrary<unknown>> = {
  deviceId: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/),
  timestamp: fc
    .date({ min: new Date(at - 29 * 86_400_000), max: new Date(at + 86_000_000), noInvalidDate: true })
    .map((date) => date.toISOString()),
  // Of version 8 are the ids that the server derives.
  reportId: fc.uuid({ version: [1, 2, 3, 4, 5, 6, 7] }),
};

const reportedColumns = columns.filter((column) => "key" in column);

/** Any report that the rules allow, as a device sends it. */
const anyReport = fc.record(
  Object.fromEntries(reportedColumns.map((column) => [column.key, texts[column.key] ?? anyValue(column)])),
  {
    requiredKeys: reportedColumns.flatMap(({ key }) => (key in smallest ? [key] : [])),
  },
);

/** Any value that the rule of a column's key allows: of a number, whatever lies between its bounds. */
function anyValue({ key, type, rule }: ReportedColumn): fc.Arbitrary<unknown> {
  if (type === "boolean") {
    return fc.boolean();
  }
  const schema = z.toJSONSchema(rule, { io: "input" });
  const [bounds] = [schema, ...(schema.anyOf ?? [])].flatMap(({ minimum: min, maximum: max }) =>
    min === undefined || max === undefined ? [] : [{ min, max }],
  );
  if (!bounds) {
    throw new Error(`The rule of ${key} has no bounds: add its values to texts.`);
  }
  return fc.double({ ...bounds, noNaN: true }).filter((value) => rule.safeParse(value).success);
}

function parsed(input: unknown) {
  const result = parseReport(input, window);
  if (!result.ok) {
    throw new Error(JSON.stringify(result.issues));
  }
  return result.report;
}

function rowOf(input: unknown): string {
  return workRows([parsed(input)], { at, timeZone: "Asia/Tokyo" })[0] ?? "";
}

test("a row has the business date, then the table's columns; missing values are empty", () => {
  const values: Record<string, string> = {
    device_id: "phone-1",
    recorded_at: "2026-11-20 15:00:00.000000",
    latitude: "35.6800000",
    longitude: "0.0000000",
    report_id: reportRow(parsed(smallest), { at }).report_id,
    received_at: "2026-11-21 00:00:00.000000",
  };
  const fields = columns.map(({ name }) => values[name] ?? "");
  expect(rowOf(smallest)).toBe(`2026-11-21,${fields.join(",")}`);
});

test("decimals are rounded to what the column holds", () => {
  const row = reportRow(
    parsed({ ...smallest, latitude: 35.123_456_78, battery: 0.4567, heading: 359.9996 }),
    { at },
  );
  expect(row).toMatchObject({ latitude: "35.1234568", battery: "0.457", heading_deg: "0.000" });
});

test("every report that the rules allow becomes a row that the pattern knows and CSV reads back", () => {
  fc.assert(
    fc.property(anyReport, (input) => {
      const row = rowOf(input);
      expect(currentFormat.check(row)).toBeUndefined();
      expect(currentFormat.pattern().test(`${row}\n`)).toBe(true);
      expect(row.length).toBeLessThan(maxWorkRowBytes);
      const [[date, ...values] = []] = parse(row);
      expect(date).toBe(row.slice(0, 10));
      expect(values.join(",")).toBe(row.slice(11));
    }),
  );
});

test("a row made into a report again gives the same row", () => {
  fc.assert(
    fc.property(anyReport, (input) => {
      const row = reportRow(parsed(input), { at });
      expect(reportRow(parsed(reportFromRow(row)), { at })).toEqual(row);
    }),
  );
});

test("text that is not a number is passed on for receive to refuse", () => {
  const row: Partial<ReportRow> = {
    device_id: "a",
    latitude: "north",
    charging: "maybe",
    recorded_at: "now",
  };
  expect(reportFromRow(row)).toEqual({
    deviceId: "a",
    latitude: "north",
    charging: "maybe",
    timestamp: "now",
  });
});

test("equal device, time and position give the same report id, anything else another", () => {
  const idOf = (input: unknown) => currentFormat.read(rowOf(input))?.report_id;
  const id = idOf(smallest);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(idOf({ ...smallest, timestamp: "2026-11-21T00:00:00+09:00", battery: 0.5 })).toBe(id);
  expect(idOf({ ...smallest, timestamp: "2026-11-20T15:00:00.000001Z" })).not.toBe(id);
  expect(idOf({ ...smallest, deviceId: "phone-2" })).not.toBe(id);
  expect(idOf({ ...smallest, latitude: 35.680_000_1 })).not.toBe(id);
});

test("a row is compared by everything but its time of arrival", () => {
  const reportId = "0b5e3f0e-6b1c-4b52-9d5b-0e3c2a7d9f10";
  const contentOf = (change: object) => workRowContent(rowOf({ ...smallest, reportId, ...change })).content;
  const content = contentOf({});
  const later = workRows([parsed({ ...smallest, reportId })], { at: at + 1_000, timeZone: "Asia/Tokyo" });
  expect(workRowContent(later[0] ?? "")).toEqual({ content, receivedAt: "2026-11-21 00:00:01.000000" });
  for (const change of [{ battery: 0.5 }, { deviceId: "phone-2" }, { timestamp: "2026-11-20T14:59:59Z" }]) {
    expect(contentOf(change)).not.toBe(content);
  }
});

test("a line that is not a work row is refused, with the column and value", () => {
  const row = rowOf(smallest);
  const fields = row.split(",");
  const change = (index: number, value: string) => fields.with(index, value).join(",");
  expect(currentFormat.check(fields.slice(0, 3).join(","))).toMatch(
    new RegExp(`^has 3 fields, not .*${columns.length + 1}$`),
  );
  expect(currentFormat.check(change(0, ""))).toBe('dt is "", not date');
  expect(currentFormat.check(change(0, "2026-02-29"))).toBe('dt is "2026-02-29", not date');
  expect(currentFormat.check(change(2, "2026-11-20T15:00:00Z"))).toBe(
    'recorded_at is "2026-11-20T15:00:00Z", not timestamp',
  );
  expect(currentFormat.check(change(3, ""))).toBe('latitude is "", not decimal(10,7)');
  expect(currentFormat.check(change(3, "1e3"))).toBe('latitude is "1e3", not decimal(10,7)');
  expect(currentFormat.check(change(11, "t"))).toBe('charging is "t", not boolean');
  expect(currentFormat.check(change(13, `${fields[13]}\r`))).toBe(
    'received_at is "2026-11-21 00:00:00.000000\\r", not timestamp',
  );
  for (const line of [change(0, ""), change(0, "2026-02-29"), `${row}\r`, `"${row}"`, `${row},`]) {
    expect(currentFormat.pattern().test(`${line}\n`)).toBe(false);
  }
});

test("a thousand rows fit one message, and unpack to themselves", () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => rowOf({ ...smallest, latitude: index / 100 }));
  const bodies = packMessages(rows);
  expect(bodies).toHaveLength(1);
  expect(unpackMessage(bodies[0] ?? "")).toEqual({ ok: true, kind: "rows", rows });
});

test("messages keep to their bytes, batches to ten messages and a mebibyte, and no row is lost", () => {
  const row = rowOf(smallest);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 5_000 }), (count, maxBytes) => {
      const bodies = packMessages(
        Array.from({ length: count }, () => row),
        maxBytes,
      );
      const batches = batchMessages(bodies);
      expect(batches.flat()).toEqual(bodies);
      expect(Math.max(0, ...batches.map((batch) => batch.length))).toBeLessThanOrEqual(10);
      const rows = bodies.flatMap((body) => body.split("\n").slice(1));
      expect(rows).toHaveLength(count);
      expect(bodies.every((body) => body.length <= maxBytes || body.split("\n").length === 2)).toBe(true);
    }),
  );
  const big = batchMessages(Array.from({ length: 5 }, () => "x".repeat(400_000)));
  expect(big.map((batch) => batch.length)).toEqual([2, 2, 1]);
});

test("a message of another version, without rows or with a bad row is refused with the reason", () => {
  const next = `ashiato-locations/${schemaVersion + 1}`;
  const today = `ashiato-locations/${schemaVersion}`;
  expect(unpackMessage(`${next}\nx`)).toEqual({
    ok: false,
    reason: expect.stringContaining(`the first line is "${next}", not ${today}`),
  });
  expect(unpackMessage(today)).toMatchObject({
    ok: false,
    reason: "no rows follow the first line",
  });
  expect(unpackMessage(`${today}\n${rowOf(smallest)}\nx`)).toMatchObject({
    ok: false,
    reason: `row 2 has 1 field, not ${columns.length + 1}`,
  });
});

test("a row without its business date gets it again, and no other line is changed", () => {
  fc.assert(
    fc.property(anyReport, (body) => {
      const parsed = parseReport(body, window);
      const [row = ""] = parsed.ok ? workRows([parsed.report], { at, timeZone: "Asia/Tokyo" }) : [];
      expect(datedRow(row.slice("yyyy-MM-dd,".length), "Asia/Tokyo")).toBe(row);
      expect(datedRow(row, "Asia/Tokyo")).toBe(row);
    }),
  );
  for (const line of ["", "x", "a,b,c", "phone,2026-11-21 00:00:00.000000,north"]) {
    expect(datedRow(line, "Asia/Tokyo")).toBe(line);
  }
});
