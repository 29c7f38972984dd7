import { expect, test } from "vitest";
import { positionsText, readPositionsText } from "./positions-file.ts";

const row =
  "2026-11-21,a,2026-11-21 03:00:00.000000,1.0000000,2.0000000,,,,,,,,00000000-0000-4000-8000-000000000000,2026-11-21 04:00:00.000000";
const mergedAt = "2026-11-21T05:00:00.000Z";

test("a file gives back what was written", () => {
  const positions = { mergedAt, rows: [`${row},`, `${row},partner`] };
  expect(readPositionsText(positionsText(positions))).toEqual(positions);
  expect(readPositionsText(positionsText({ mergedAt, rows: [] }))).toEqual({ mergedAt, rows: [] });
});

test("a file with the columns of an earlier version is read", () => {
  const head = JSON.stringify({ format: "ashiato-positions/1", schemaVersion: 2, mergedAt });
  expect(readPositionsText(`${head}\n${row}\n`).rows).toEqual([`${row},`]);
});

test("a damaged file, and one of a later form, are refused", () => {
  const text = positionsText({ mergedAt, rows: [`${row},`] });
  expect(() => readPositionsText(text.replace("positions/1", "positions/2"))).toThrow("line 1");
  expect(() => readPositionsText(text.replace('"schemaVersion":3', '"schemaVersion":4'))).toThrow("line 1");
  expect(() => readPositionsText(text.slice(0, -1))).toThrow("the last line has no end");
  expect(() => readPositionsText(text.replace("1.0000000", "north"))).toThrow("line 2: latitude is");
  expect(() => readPositionsText("")).toThrow("line 1");
});
