import { expect, test } from "vitest";
import { type Column, columnsOfVersion, newestVersion } from "./column.ts";
import {
  columns,
  computedColumns,
  csvHeader,
  exportColumnsOf,
  exportVersion,
  schemaVersion,
} from "./columns.ts";
import { packMessages, unpackMessage } from "./queue-message.ts";
import { currentFormat, workRowContent, workRowFormat, workRows } from "./work-row.ts";

/**
 * The columns that each version had when it was released, by name and type. A version is added below the
 * others with the columns that it appends; none is ever changed: rows of it may be on a queue, in the inbox
 * and in every partition.
 */
const released: Record<number, string[]> = {
  1: [
    "device_id varchar(64)",
    "recorded_at timestamp",
    "latitude decimal(10,7)",
    "longitude decimal(10,7)",
    "accuracy_m decimal(11,3)",
    "altitude_m decimal(11,3)",
    "altitude_accuracy_m decimal(11,3)",
    "speed_mps decimal(9,3)",
    "heading_deg decimal(6,3)",
    "battery decimal(4,3)",
    "charging boolean",
    "report_id varchar(36)",
    "received_at timestamp",
  ],
  // Version 2 added a column to the CSV alone.
  2: [],
  3: ["source varchar(32)"],
};

/** Today's list and those of two later deploys. */
const later: readonly Column[] = [
  ...columns,
  { name: "steps", type: "decimal(7,0)", since: schemaVersion + 1, comment: "steps since midnight" },
  { name: "indoors", type: "boolean", since: schemaVersion + 1, comment: "whether under a roof" },
  { name: "floor_m", type: "decimal(6,1)", since: schemaVersion + 2, comment: "height above ground, metres" },
];
const laterFormat = workRowFormat(later);

const row =
  workRows(
    [
      {
        deviceId: "phone-1",
        timestamp: {
          epochMilliseconds: Date.parse("2026-11-20T15:00:00Z"),
          text: "2026-11-20 15:00:00.000000",
        },
        latitude: 35.68,
        longitude: 139.76,
      },
    ],
    { at: Date.parse("2026-11-21T00:00:00Z"), timeZone: "Asia/Tokyo" },
  )[0] ?? "";

test("each released version has the columns with which it was released, and later ones follow them", () => {
  expect(Object.keys(released).map(Number)).toEqual(
    Array.from({ length: schemaVersion }, (_, index) => index + 1),
  );
  let from = 0;
  for (const [version, names] of Object.entries(released)) {
    const list = columnsOfVersion(columns, Number(version));
    expect(list.slice(from).map(({ name, type }) => `${name} ${type}`)).toEqual(names);
    expect(list).toEqual(columns.slice(0, list.length));
    from = list.length;
  }
});

test("the CSV has the columns of each version after those of earlier ones, including computed ones", () => {
  expect(csvHeader).toBe(
    "device_id,recorded_at,latitude,longitude,accuracy_m,altitude_m,altitude_accuracy_m,speed_mps,heading_deg," +
      "battery,charging,report_id,received_at,quality,source",
  );
  expect(exportVersion).toBe(3);
  const next = { name: "steps", type: "decimal(7,0)", since: exportVersion + 1, comment: "steps" } as const;
  const names = exportColumnsOf<Column, (typeof computedColumns)[number]>(
    [...columns, next],
    computedColumns,
  ).map(({ name }) => name);
  expect(names.join(",")).toBe(`${csvHeader},steps`);
});

test("a column of a later version than the first is never required", () => {
  expect(later.filter(({ since = 1, required }) => since > 1 && required)).toEqual([]);
  expect((columns as readonly Column[]).filter(({ since = 1, required }) => since > 1 && required)).toEqual(
    [],
  );
});

test("a message of an earlier version is read after a deploy, with empty fields for what it lacks", () => {
  const [body = ""] = packMessages([row, row]);
  expect(newestVersion(later)).toBe(schemaVersion + 2);
  expect(unpackMessage(body, laterFormat)).toEqual({
    ok: true,
    kind: "rows",
    rows: [`${row},,,`, `${row},,,`],
  });
  const between = `ashiato-locations/${schemaVersion + 1}\n${row},12,true`;
  expect(unpackMessage(between, laterFormat)).toEqual({ ok: true, kind: "rows", rows: [`${row},12,true,`] });
  const newest = `ashiato-locations/${schemaVersion + 2}\n${row},12,true,3.5`;
  expect(unpackMessage(newest, laterFormat)).toEqual({
    ok: true,
    kind: "rows",
    rows: [`${row},12,true,3.5`],
  });
});

test("a report is equal to itself in a message of another version", () => {
  const [early = ""] = packMessages([row]);
  const late = `ashiato-locations/${schemaVersion + 2}\n${row},,,`;
  const contents = [early, late].map((body) => {
    const unpacked = unpackMessage(body, laterFormat);
    return unpacked.ok && unpacked.kind === "rows" ? unpacked.rows.map(workRowContent) : unpacked;
  });
  expect(contents[0]).toEqual(contents[1]);
});

test("a message with rows of another version than its own is refused, and so is one of a later version", () => {
  const width = columns.length + 1;
  expect(unpackMessage(`ashiato-locations/${schemaVersion}\n${row},12,true`, laterFormat)).toEqual({
    ok: false,
    reason: `row 1 has ${width + 2} fields, not ${width}`,
  });
  expect(unpackMessage(`ashiato-locations/${schemaVersion + 3}\n${row}`, laterFormat)).toMatchObject({
    ok: false,
    reason: `the first line is "ashiato-locations/${schemaVersion + 3}", not ashiato-locations/${schemaVersion + 2} or an earlier version`,
  });
  expect(unpackMessage(`ashiato-locations/0\n${row}`)).toMatchObject({ ok: false });
});

test("a work object may hold rows of every version, and none of another width", () => {
  const width = columns.length + 1;
  const widths = new Set(
    Array.from({ length: schemaVersion }, (_, index) => 1 + columnsOfVersion(columns, index + 1).length),
  );
  const wrong = `has ${width + 1} fields, not ${[...new Set(widths), width + 2, width + 3].join(" or ")}`;
  for (const [line, reason] of [
    [row, undefined],
    [`${row},12,true`, undefined],
    [`${row},,,3.5`, undefined],
    [`${row},12`, wrong],
    [`${row},x,true`, 'steps is "x", not decimal(7,0)'],
  ] as const) {
    expect(laterFormat.check(line), line).toBe(reason);
    expect(laterFormat.pattern().test(`${line}\n`), line).toBe(reason === undefined);
  }
  expect(currentFormat.check(`${row},12,true`)).toBe(
    `has ${width + 2} fields, not ${[...widths].join(" or ")}`,
  );
});

test("a rejected row of an earlier version is read by column", () => {
  expect(laterFormat.read(row)).toEqual(currentFormat.read(row));
  expect(laterFormat.read(`${row},12,true`)).toMatchObject({
    dt: "2026-11-21",
    steps: "12",
    indoors: "true",
  });
  expect(laterFormat.read(`${row},12`)).toBeUndefined();
});
