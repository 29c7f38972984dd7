import { deviceOfFile, nameWithoutEndings } from "@ashiato/core/formats/files/device-of-file";
import { expect, test } from "vitest";

test.for([
  ["tracks/walk.gpx", "walk"],
  ["walk.gpx.gz", "walk"],
  ["two.zip", "two"],
  ["out/mixed.rejected.csv", "mixed.rejected"],
  ["2026-11.rec", "2026-11"],
  ["plain", "plain"],
] as const)("the name of %s without its endings is %s", ([path, name]) => {
  expect(nameWithoutEndings(path)).toBe(name);
});

test("a file's name becomes a device id that is allowed", () => {
  expect(deviceOfFile("Ann's walk.gpx")).toBe("Ann-s-walk");
  expect(deviceOfFile("…csv.csv")).toBe("csv");
  expect(deviceOfFile("足跡.gpx")).toBe("file");
});
