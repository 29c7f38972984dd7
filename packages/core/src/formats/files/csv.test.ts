import * as fc from "fast-check";
import { stringify } from "csv-stringify/sync";
import { expect, test } from "vitest";
import { CsvConverter } from "./csv.ts";
import type { FileOptions, FileRecord } from "./file-record.ts";

const utc: FileOptions = { timeZone: "UTC" };

function convert(text: string, options = utc, cuts: number[] = []): FileRecord[] {
  const converter = new CsvConverter(options);
  const ends = [...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b);
  const records: FileRecord[] = [];
  ends.reduce((start, end) => {
    records.push(...converter.push(text.slice(start, end)));
    return end;
  }, 0);
  return [...records, ...converter.end()];
}

function reports(text: string, options = utc): unknown[] {
  return convert(text, options).map((record) => (record.kind === "report" ? record.report : record));
}

const fix = {
  deviceId: "van-7",
  timestamp: "2026-11-21T00:00:00.000000Z",
  latitude: 35.681236,
  longitude: 139.767125,
};

test.for([
  [
    "the table's own names",
    "device_id,recorded_at,latitude,longitude\nvan-7,2026-11-21T00:00:00Z,35.681236,139.767125\n",
  ],
  ["short names", "id,ts,lat,lng\nvan-7,1795219200,35.681236,139.767125\n"],
  [
    "semicolons and decimal commas",
    "Vehicle;Time;Latitude;Longitude\nvan-7;2026-11-21 00:00:00;35,681236;139,767125\n",
  ],
  ["tabs", "imei\tgpstime\ty\tx\nvan-7\t2026-11-21 00:00:00\t35.681236\t139.767125"],
  ["a date and a time of day", "user,date,time,lat,long\nvan-7,2026-11-21,00:00:00,35.681236,139.767125\n"],
  [
    "mixed line ends and empty lines",
    "device,time,lat,lon\r\n\nvan-7,2026-11-21 00:00:00,35.681236,139.767125\r\r\n",
  ],
  ["quotes", '"device","time","lat","lon"\n"van-7","2026-11-21 00:00:00","35.681236","139.767125"\n'],
] as const)("%s are read", ([, text]) => {
  expect(reports(text)).toEqual([fix]);
});

test("units are those of the report", () => {
  const text = [
    "device,time,lat,lon,Speed (km/h),bearing,elevation,accuracy,battery,charging",
    "van-7,2026-11-21 00:00:00,35.681236,139.767125,36,90.5,34,8,85,t",
  ].join("\n");
  expect(reports(text)).toEqual([
    { ...fix, speed: 10, heading: 90.5, altitude: 34, accuracy: 8, battery: 0.85, charging: true },
  ]);
});

test("a file of Traccar has its speeds in knots", () => {
  const text =
    "deviceId,deviceTime,fixTime,latitude,longitude,speed\nvan-7,x,2026-11-21 00:00:00,35.681236,139.767125,10\n";
  expect(reports(text)).toEqual([{ ...fix, speed: expect.closeTo(5.144_444, 5) }]);
});

test("our own export can be sent again: a derived id is left out, a client's own goes along", () => {
  const text = [
    "device_id,recorded_at,latitude,longitude,report_id,received_at,quality",
    "van-7,2026-11-21T00:00:00.000000Z,35.681236,139.767125,0b5e3f0e-6b1c-8b52-9d5b-0e3c2a7d9f10,2026-11-21T00:00:01.000000Z,ok",
    "van-7,2026-11-21T00:00:00.000000Z,35.681236,139.767125,0b5e3f0e-6b1c-4b52-9d5b-0e3c2a7d9f10,2026-11-21T00:00:01.000000Z,ok",
  ].join("\n");
  expect(reports(text)).toEqual([fix, { ...fix, reportId: "0b5e3f0e-6b1c-4b52-9d5b-0e3c2a7d9f10" }]);
});

test("a column is named by hand, and the device where no column has it", () => {
  const options = { ...utc, device: "van-7", columns: { lat: "Breite", longitude: "Länge" } };
  expect(reports("Breite;Länge;time\n35,681236;139,767125;1795219200\n", options)).toEqual([fix]);
});

test("every heading that is missing or unknown is named at once", () => {
  expect(() => convert("zeit,lat,sats,hdop\n")).toThrow(
    "The file has no column for longitude, timestamp, deviceId. Its headings are zeit, lat, sats, hdop; not known: zeit, sats, hdop",
  );
  expect(() => convert("a,b\n", { ...utc, columns: { lat: "c" } })).toThrow(
    'The file has no column "c"; it has a, b',
  );
  expect(() => convert("a,b\n", { ...utc, columns: { temperature: "a" } })).toThrow(
    '"temperature" is not a field',
  );
});

test("a line that cannot be used costs itself alone, with its number and reason", () => {
  const text = [
    "device,time,lat,lon",
    "van-7,2026-11-21 00:00:00,35.681236,139.767125",
    "van-7,yesterday,35.6,139.7",
    "van-7,2026-11-21 00:00:01,north,139.7",
    'van-7,"2026-11-21 00:00:02,35.6,139.7',
    'van-7,2026-11-21 00:00:03,"35.6"7,139.7',
    '5" van,2026-11-21 00:00:03,35.6,139.7',
    "van-7,2026-11-21 00:00:04,35.6,139.7,9",
    "van-7,2026-11-2",
  ].join("\n");
  expect(
    convert(text).map((record) => [record.place, record.kind === "refused" ? record.reason : record.kind]),
  ).toEqual([
    [2, "report"],
    [3, '"yesterday" is not a time'],
    [4, 'lat is "north", not a number'],
    [5, "it has a quote that is never closed"],
    [6, "there is text after the closing quote of field 3"],
    [7, "report"],
    [8, "it has 5 fields for 4 headings"],
    [9, "it has 2 fields of 4"],
  ]);
});

test("what a CSV writer writes is read back, wherever the pieces end", () => {
  const field = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", " ", "é") });
  fc.assert(
    fc.property(
      fc.array(field, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(2_000), { maxLength: 6 }),
      (notes, cuts) => {
        const text = stringify(
          [
            ["note", "device", "time", "lat", "lon"],
            ...notes.map((note, index) => [note, `d${index}`, "1795219200", "1", "2"]),
          ],
          { quoted: true },
        );
        const found = convert(text, utc, cuts);
        expect(found.map((record) => record.kind === "report" && record.report["deviceId"])).toEqual(
          notes.map((_, index) => `d${index}`),
        );
      },
    ),
  );
});
