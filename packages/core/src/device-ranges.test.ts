import * as fc from "fast-check";
import { expect, test } from "vitest";
import { deviceRanges } from "./device-ranges.ts";

type Line = { start: number; end: number; device: string };

/** Lines of ten bytes each, ordered by device, of which every third is noted. */
function fileOf(devices: readonly string[]) {
  const lines: Line[] = devices
    .toSorted()
    .map((device, index) => ({ device, start: 5 + 10 * index, end: 15 + 10 * index }));
  const entries = lines
    .filter((_, index) => index % 3 === 0)
    .map(({ start, device }): [number, string] => [start, device]);
  return { lines, file: { key: "a.csv", bytes: 5 + 10 * lines.length, entries } };
}

const device = fc.constantFrom("a", "b", "c", "d", "e", "f");

test("the ranges hold every row of the devices, and no two touch", () => {
  fc.assert(
    fc.property(
      fc.array(device, { maxLength: 40 }),
      fc.array(device, { maxLength: 4 }),
      (devices, wanted) => {
        const { lines, file } = fileOf(devices);
        const ranges = deviceRanges({ files: [file] }, wanted);
        for (const line of lines.filter((each) => wanted.some((name) => name === each.device))) {
          expect(ranges.some(({ start, end }) => start <= line.start && line.end <= end)).toBe(true);
        }
        ranges.slice(1).forEach(({ start }, index) => expect(start).toBeGreaterThan(ranges[index]?.end ?? 0));
      },
    ),
  );
});

test("a device's rows are in one range, with at most an interval of others before and behind them", () => {
  const { file } = fileOf("aaaaaabbbbbbcccccc".split(""));
  expect(deviceRanges({ files: [file] }, ["b"])).toEqual([{ key: "a.csv", start: 35, end: 125 }]);
});

test("every file of an export is looked through", () => {
  const first = fileOf("aabb".split("")).file;
  const second = { ...fileOf("bbcc".split("")).file, key: "b.csv" };
  expect(deviceRanges({ files: [first, second] }, ["b"]).map(({ key }) => key)).toEqual(["a.csv", "b.csv"]);
  expect(deviceRanges({ files: [] }, ["b"])).toEqual([]);
});
