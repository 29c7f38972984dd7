import { columns, exportColumns } from "@ashiato/core/columns";
import { decimalDigits } from "@ashiato/core/column";
import * as fc from "fast-check";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { parquetOfLines, parquetWithoutRows } from "./parquet-rows.ts";

const names = exportColumns.map(({ name }) => name);

async function read(lines: string[], localTime = false): Promise<Record<string, unknown>[]> {
  const { buffer } = parquetOfLines(lines, localTime).slice();
  // As the file has them: a Date has no microseconds.
  const parsers = { timestampFromMicroseconds: (value: bigint) => value };
  return parquetReadObjects({ file: buffer, parsers });
}

test("a line is a row with the CSV's columns: text, decimals, flags and times, and NULL for what is missing", async () => {
  const line =
    "phone-1,2026-11-21T00:00:00.123456Z,-35.6812361,139.7671250,8.500,-0.250,,1.400,,0.070,true,id,,ok";
  const [row] = await read([line]);
  expect(Object.keys(row ?? {})).toEqual(names);
  expect(row).toMatchObject({
    device_id: "phone-1",
    recorded_at: BigInt(Date.parse("2026-11-21T00:00:00Z")) * 1_000n + 123_456n,
    latitude: -35.6812361,
    longitude: 139.767125,
    altitude_m: -0.25,
    altitude_accuracy_m: null,
    battery: 0.07,
    charging: true,
    received_at: null,
    quality: "ok",
  });
});

test("the local time is the last column, as text", async () => {
  const line = `phone-1${",".repeat(12)},ok,,2026-11-21T09:00:00.000000+09:00`;
  expect(await read([line], true)).toMatchObject([
    { quality: "ok", recorded_at_local: "2026-11-21T09:00:00.000000+09:00" },
  ]);
});

test("every decimal keeps its digits, and lines their order", async () => {
  const { scale } = decimalDigits("decimal(10,7)");
  const decimals = fc.array(fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }), { maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(decimals, async (unscaled) => {
      const lines = unscaled.map((value) => {
        const digits = String(Math.abs(value)).padStart(scale + 1, "0");
        const text = `${value < 0 ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
        return `phone-1,,${text}${",".repeat(names.length - 3)}`;
      });
      const rows = await read(lines);
      expect(rows.map(({ latitude }) => Math.round(Number(latitude) * 10 ** scale) + 0)).toEqual(
        unscaled.map((value) => value + 0),
      );
    }),
    { numRuns: 50 },
  );
});

test("the columns have the precision of the table", () => {
  const { buffer } = parquetOfLines([], false).slice();
  const { schema, num_rows: rows } = parquetMetadata(buffer);
  expect(rows).toBe(0n);
  const decimals = columns.filter(({ type }) => type.startsWith("decimal"));
  for (const { name, type } of decimals) {
    expect(schema.find((element) => element.name === name)).toMatchObject({
      converted_type: "DECIMAL",
      ...decimalDigits(type),
    });
  }
});

test("a file without rows has the named columns, in their order, as any other file has them", () => {
  const named = ["recorded_at_local", "latitude", "device_id", "recorded_at"];
  const { schema, num_rows: rows } = parquetMetadata(parquetWithoutRows(named).slice().buffer);
  expect(rows).toBe(0n);
  expect(schema.slice(1).map(({ name }) => name)).toEqual(named);
  const { schema: whole } = parquetMetadata(parquetOfLines([], true).slice().buffer);
  expect(whole).toEqual(expect.arrayContaining(schema.slice(1)));
});
