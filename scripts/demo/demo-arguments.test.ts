import { expect, test } from "vitest";
import { demoHelp, readDemoArguments } from "./demo-arguments.ts";

test("without words it is the fleet's day", () => {
  expect(readDemoArguments([])).toEqual({
    help: false,
    inputOptions: { timeZone: "UTC", columns: {} },
    shift: 0,
    out: "out",
    directory: ".ashiato/demo",
    json: false,
    keep: false,
    verbose: false,
    seed: 1,
    devices: 500,
    reports: 20_000,
    timeZone: "Asia/Tokyo",
  });
});

test("a file comes with its shift", () => {
  const words = ["--input", "a.csv.gz", "--shift", "auto", "--out", "x", "--json", "--keep", "--verbose"];
  expect(readDemoArguments(words)).toMatchObject({
    input: "a.csv.gz",
    shift: "auto",
    out: "x",
    json: true,
    keep: true,
    verbose: true,
  });
  expect(readDemoArguments(["--input", "a.csv", "--shift=-3"]).shift).toBe(-3);
  const read = ["--zone", "Asia/Tokyo", "--device", "van", "--map", "lat=Breite", "--date-order", "dmy"];
  expect(readDemoArguments(["--input", "a.csv", ...read]).inputOptions).toEqual({
    timeZone: "Asia/Tokyo",
    device: "van",
    columns: { lat: "Breite" },
    dateOrder: "day-first",
  });
});

test.for([
  [["--shift", "auto"], /--shift needs --input/],
  [["--input", "a.csv", "--shift", "1.5"], /--shift takes a whole number, got 1\.5/],
  [["--devices", "0"], /--devices takes a whole number of at least 1, got 0/],
  [["--devices", "1", "--reports", "90000"], /--reports 90000 is more than 1 device can send/],
  [["--time-zone", "Asia/Tokio"], /--time-zone takes an IANA name .* got Asia\/Tokio/],
  [["--input", "a", "--zone", "Tokyo"], /--zone takes an IANA name .* got "Tokyo"/],
  [["--input", "a", "--map", "lat"], /--map takes FIELD=NAME, .* got "lat"/],
  [["--input", "a", "--date-order", "ymd"], /--date-order takes dmy or mdy, got "ymd"/],
  [["--speed", "1"], /--speed/],
  [["file.csv"], /file\.csv/],
] as const)("%j is refused", ([words, message]) => {
  expect(() => readDemoArguments([...words])).toThrow(message);
});

test("the help names every option", () => {
  const names = Object.keys(readDemoArguments(["--input", "a"])).filter(
    (name) => !["timeZone", "inputOptions"].includes(name),
  );
  expect(
    [...names, "time-zone", "zone", "device", "map", "date-order"].filter(
      (name) => !demoHelp.includes(`--${name}`),
    ),
  ).toEqual([]);
});
