import * as fc from "fast-check";
import { expect, it } from "vitest";
import { CsvConverter } from "../formats/files/csv.ts";
import type { FileOptions } from "../formats/files/file-record.ts";
import { parseReport } from "../parse-report.ts";
import { workRows } from "../work-row.ts";
import { directRows } from "./direct-rows.ts";

const now = Date.UTC(2026, 10, 2, 5, 0, 30);
const window = { lateWindowDays: 31, futureWindowHours: 24, now };
const arrival = { at: now, source: "partner" };
const runs = 4_000;

type Stage = { file: FileOptions; timeZone: string; pieceLength?: number };

function pieces(text: string, length: number): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  );
}

/** Returns the work rows of a CSV, and the places and reasons of its rejected lines. */
function convert(text: string, { file, timeZone, pieceLength = text.length }: Stage, isDirect: boolean) {
  const rows: string[] = [];
  let taken = 0;
  const converter = new CsvConverter(file, (headings, form) =>
    isDirect
      ? directRows(
          headings,
          { ...form, file, device: file.device, window, timeZone, arrival },
          (date, { bytes, length }) => {
            taken += 1;
            rows.push(`${date},${bytes.toString("latin1", 0, length)}`);
          },
        )
      : undefined,
  );
  const rejects: string[] = [];
  const records = pieces(text, pieceLength).flatMap((piece) => converter.push(piece));
  for (const record of [...records, ...converter.end()]) {
    const parsed = record.kind === "report" ? parseReport(record.report, window) : undefined;
    if (parsed?.ok === true) {
      rows.push(...workRows([parsed.report], { ...arrival, timeZone }));
    } else {
      rejects.push(JSON.stringify([record, parsed]));
    }
  }
  return { rows: rows.toSorted(), rejects, taken };
}

const digits = (maxLength: number) => fc.stringMatching(new RegExp(`^\\d{1,${maxLength}}$`));
const number = fc.oneof(
  fc.double({ min: -200, max: 400, noNaN: true }).map(String),
  fc.integer({ min: -200, max: 400 }).map(String),
  fc.tuple(fc.constantFrom("", "-", "+"), digits(3), digits(9)).map(([sign, a, b]) => `${sign}${a}.${b}`),
  fc.constantFrom("", "-0", "-0.00000001", "0", "360", "359.9999", "90", "90.00000001", "180", "-180"),
  fc.constantFrom("1e2", "1E-9", ".5", "5.", "100", "1,5", "99999999", "999999.9995", "1e999", "NaN", "n/a"),
);

/** An instant around the ends of the window and of the days when clocks change. */
const instant = fc
  .oneof(
    fc.integer({ min: now - 40 * 86_400_000, max: now + 2 * 86_400_000 }),
    fc.integer({ min: -90_000, max: 90_000 }).map((by) => now - 31 * 86_400_000 + by),
    fc.integer({ min: -90_000, max: 90_000 }).map((by) => now + 86_400_000 + by),
    fc.integer({ min: -7_200_000, max: 7_200_000 }).map((by) => Date.UTC(2026, 10, 1, 6) + by),
    fc.integer({ min: -7_200_000, max: 7_200_000 }).map((by) => Date.UTC(2026, 9, 25, 1) + by),
  )
  .map((milliseconds) => new Date(milliseconds).toISOString());
const zone = fc.constantFrom("", "Z", "z", "+00", "+09:00", "-0530", "+05:45", " UTC", "+24:00", " PM");
const time = fc.oneof(
  instant,
  fc.tuple(instant, zone).map(([iso, zoned]) => `${iso.slice(0, 19)}${zoned}`),
  fc
    .tuple(instant, digits(8), zone, fc.constantFrom(".", ","))
    .map(([iso, fraction, zoned, point]) => `${iso.slice(0, 19)}${point}${fraction}${zoned}`),
  fc
    .tuple(instant, fc.constantFrom("-", "/", "."), zone)
    .map(
      ([iso, separator, zoned]) =>
        `${iso.slice(0, 10).replaceAll("-", separator)} ${iso.slice(11, 19)}${zoned}`,
    ),
  fc.tuple(instant, fc.integer({ min: 0, max: 99 })).map(([iso, second]) => `${iso.slice(0, 17)}${second}Z`),
  instant.map((iso) => String(Date.parse(iso))),
  instant.map((iso) => iso.slice(0, 17)),
  fc.constantFrom(
    "",
    "2026-1-2 9:30+05:30",
    "2026-11-01 09:30",
    "01/11/2026 09:30:00",
    "1/11/2026 9:30:10 PM",
  ),
  fc.constantFrom(
    "2026-02-30T00:00:00Z",
    "2026-11-01T24:00:00Z",
    "2000-01-01T10:00:00Z",
    "2026-11-01T00:00:60Z",
  ),
);
const device = fc.constantFrom(
  "van-1",
  "VAN:2",
  " van-3 ",
  "",
  "-x",
  "a b",
  "ashiato-doctor",
  "足",
  "x".repeat(65),
);
const id = fc.oneof(
  fc.uuid(),
  fc.uuid({ version: 8 }),
  fc.uuid().map((each) => each.toUpperCase()),
  fc.constantFrom("", "abc", "00000000-0000-0000-0000-000000000000", "xxxxxxxx-xxxx-8"),
);
const flag = fc.constantFrom("", "true", "FALSE", "Yes", "0", "maybe");

const fields = {
  device,
  time,
  latitude: number,
  lon: number,
  accuracy: number,
  "altitude (ft)": number,
  speed_kmh: number,
  heading: number,
  battery: number,
  charging: flag,
  uuid: id,
  note: fc.constantFrom("", "x", "足", 'a "b"', '"a, b"'),
};
const kept = new Set(["time", "latitude", "lon"]);

/** A file with some of the columns in any order, of which many lines are valid. */
const table = fc
  .shuffledSubarray(Object.entries(fields).filter(([name]) => !kept.has(name)))
  .chain((some) =>
    fc.record({
      columns: fc.constant([...Object.entries(fields).filter(([name]) => kept.has(name)), ...some]),
      delimiter: fc.constantFrom(",", ";", "\t"),
      lineEnd: fc.constantFrom("\n", "\n", "\n", "\r\n", "\r\n", "\r"),
    }),
  )
  .chain(({ columns, delimiter, lineEnd }) => {
    const plain: Record<string, fc.Arbitrary<string>> = {
      latitude: fc.integer({ min: -90, max: 90 }).map((each) => `${each}.25`),
      time: instant,
    };
    const line = fc
      .boolean()
      .chain((isPlain) =>
        fc
          .tuple(...columns.map(([name, any]) => (isPlain && plain[name]) || any))
          .map((each) => each.join(delimiter)),
      );
    const odd = fc.constantFrom(
      "",
      "  ",
      delimiter,
      `a${delimiter}`,
      `"a${lineEnd}b"`,
      "lone\rcarriage",
      "lone\r",
    );
    const heading = columns.map(([name]) => name).join(delimiter);
    return fc
      .array(fc.oneof({ weight: 9, arbitrary: line }, odd), { minLength: 1, maxLength: 8 })
      .map((lines) => `${[heading, ...lines].join(lineEnd)}${lineEnd}`);
  });

const stage = fc.record({
  pieceLength: fc.integer({ min: 1, max: 200 }),
  timeZone: fc.constantFrom("Asia/Tokyo", "America/New_York", "UTC", "Asia/Kathmandu"),
  file: fc.record(
    {
      device: fc.constantFrom("given", "-bad"),
      timeZone: fc.constantFrom("Europe/Berlin", "UTC", "Asia/Kolkata"),
      dateOrder: fc.constantFrom("day-first" as const, "month-first" as const),
    },
    { requiredKeys: ["device", "timeZone"] },
  ),
});

it(
  "writes a line's row as the rules for any report write it, or leaves the line to them",
  { timeout: 60_000 },
  () => {
    let taken = 0;
    let rows = 0;
    let rejects = 0;
    fc.assert(
      fc.property(table, stage, (text, options) => {
        const direct = convert(text, options, true);
        const exact = convert(text, options, false);
        expect({ rows: direct.rows, rejects: direct.rejects }).toEqual({
          rows: exact.rows,
          rejects: exact.rejects,
        });
        taken += direct.taken;
        rows += exact.rows.length;
        rejects += exact.rejects.length;
      }),
      { numRuns: runs },
    );
    // Otherwise the comparison says nothing.
    expect(taken).toBeGreaterThan(runs / 10);
    expect(rejects).toBeGreaterThan(runs / 10);
    // Only lines with quotes are left, and those around a CR alone.
    expect(taken).toBeGreaterThan(0.6 * rows);
  },
);

it("takes every line of a plain file", () => {
  const lines = Array.from(
    { length: 100 },
    (_, second) =>
      `van-${second % 7},2026-11-01T14:59:${String(second % 60).padStart(2, "0")}.5Z,35.6${second},139.7,,3`,
  );
  const text = ["device_id,recorded_at,latitude,longitude,accuracy_m,speed_mps", ...lines].join("\n");
  const stageOf = { file: { timeZone: "UTC" }, timeZone: "Asia/Tokyo" };
  const { rows, taken } = convert(`${text}\n`, stageOf, true);
  expect(taken).toBe(100);
  expect(rows).toEqual(convert(`${text}\n`, stageOf, false).rows);
});
