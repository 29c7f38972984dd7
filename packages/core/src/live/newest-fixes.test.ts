import * as fc from "fast-check";
import { expect, test } from "vitest";
import { NewestFixes } from "./newest-fixes.ts";

type Sent = { device: string; source: string; second: number; received: number; id: number };

const sent: fc.Arbitrary<Sent> = fc.record({
  device: fc.constantFrom("a", "a-b", "b"),
  source: fc.constantFrom("", "partner"),
  second: fc.integer({ min: 0, max: 5 }),
  received: fc.integer({ min: 0, max: 5 }),
  id: fc.integer({ min: 0, max: 3 }),
});

function row({ device, source, second, received, id }: Sent): string {
  const uuid = `00000000-0000-4000-8000-00000000000${id}`;
  return `2026-11-21,${device},2026-11-21 03:00:0${second}.000000,1.0000000,2.0000000,,,,,,,,${uuid},2026-11-21 04:00:0${received}.000000,${source}`;
}

function newest(rows: readonly string[]): string[] {
  const fixes = new NewestFixes();
  fixes.add(rows);
  return fixes.rows();
}

test("each device has its newest fix, however its reports are divided, repeated and ordered", () => {
  fc.assert(
    fc.property(
      fc.array(sent, { maxLength: 30 }),
      fc.array(fc.array(fc.nat({ max: 29 }), { maxLength: 10 }), { maxLength: 5 }),
      fc.func(fc.nat()),
      (reports, drains, order) => {
        const rows = reports.map(row);
        // Drains hold any of the reports, some of them more than once, and come in any order.
        const parts = [rows, ...drains.map((picks) => picks.flatMap((pick) => rows[pick] ?? []))];
        const merged = newest(
          parts
            .toSorted((a, b) => order(a.length) - order(b.length))
            .flatMap((part) => newest(part.toReversed())),
        );
        expect(merged).toEqual(newest(rows));
        for (const position of merged) {
          const [, device, recordedAt] = position.split(",");
          const source = position.split(",").at(-1);
          const times = rows
            .map((each) => each.split(","))
            .filter((values) => values[1] === device && values.at(-1) === source)
            .map((values) => values[2] ?? "");
          expect(recordedAt).toBe(times.toSorted().at(-1));
        }
        const devices = new Set(reports.map((each) => `${each.device} ${each.source}`));
        expect(merged).toHaveLength(devices.size);
      },
    ),
  );
});
