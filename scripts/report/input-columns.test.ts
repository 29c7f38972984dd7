import { expect, test } from "vitest";
import { inputColumns } from "./input-columns.ts";

const needed = ["device_id", "recorded_at", "latitude", "longitude"];

test("columns go by name, in any order, with or without their unit", () => {
  expect(
    inputColumns(["longitude", "latitude", "altitude", "speed_mps", "recorded_at", "device_id", "report_id"]),
  ).toEqual(["longitude", "latitude", "altitude_m", "speed_mps", "recorded_at", "device_id", "report_id"]);
});

test("an unknown column is refused by its name", () => {
  expect(() => inputColumns([...needed, "colour"])).toThrow(/^Column "colour" of the file is none of/);
});

test("what the server sets is refused by its name", () => {
  expect(() => inputColumns([...needed, "received_at"])).toThrow(
    /^Column received_at of the file is set by the server/,
  );
});

test("a column that stands there twice, under whatever name, is refused", () => {
  expect(() => inputColumns([...needed, "altitude", "altitude_m"])).toThrow(/stand for altitude_m$/);
});

test("a missing column is named", () => {
  expect(() => inputColumns(["device_id", "latitude"])).toThrow(
    /no column recorded_at, longitude; its header is device_id,latitude$/,
  );
});
