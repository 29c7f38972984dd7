import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DeviceIndexer } from "./device-indexer.ts";

const header = "device_id,recorded_at\n";

function index(text: string, cuts: number[], step: number): [number, string][] {
  const bytes = Buffer.from(text);
  const indexer = new DeviceIndexer(header.length, step);
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  ends.reduce((start, end) => {
    indexer.push(bytes.subarray(start, end));
    return end;
  }, 0);
  return indexer.entries;
}

test("an entry is the first row of a step, with its device, however the file is cut into pieces", () => {
  const devices = fc.array(fc.tuple(fc.constantFrom("a", "b", "device-c", "d"), fc.nat(30)), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(
      devices,
      fc.array(fc.nat(3_000), { maxLength: 12 }),
      fc.integer({ min: 1, max: 200 }),
      (rows, cuts, step) => {
        const sorted = rows.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
        const lines = sorted.map(([device, length]) => `${device},${"x".repeat(length)}\n`);
        let at = header.length;
        let wanted = at;
        const expected: [number, string][] = [];
        for (const line of lines) {
          if (at >= wanted) {
            expected.push([at, line.slice(0, line.indexOf(","))]);
            wanted = at + step + 1;
          }
          at += line.length;
        }
        expect(index(header + lines.join(""), cuts, step)).toEqual(expected);
      },
    ),
  );
});

test("a CSV that is not ordered by device is refused", () => {
  expect(() => index(`${header}b,1\na,2\n`, [], 1)).toThrow('"a" follows "b" at byte 26');
});
