// Files as people have them, one of each kind, sent by the command and read back from the day's CSV.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { readStageFile } from "../src/stage/stage-file.ts";
import { type Outcome, runScript } from "./support/run-script.ts";
import { yesterdayInTokyo } from "./support/running-stage.ts";

const date = yesterdayInTokyo();
/** Noon in Tokyo, and moments after it. */
const noon = Date.parse(`${date}T03:00:00Z`);
const moment = (seconds: number): string => new Date(noon + seconds * 1_000).toISOString();

let folder: string;
let directory: string;
let stage: ChildProcess;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ashiato-files-"));
  directory = path.join(folder, "local");
  const script = path.join(import.meta.dirname, "support/stage-process.ts");
  stage = spawn(process.execPath, [script, directory], { stdio: ["ignore", "ignore", "inherit"] });
  await vi.waitFor(async () => expect((await readStageFile(directory))?.pid).toBe(stage.pid), {
    timeout: 150_000,
    interval: 200,
  });
});

afterAll(async () => {
  const gone = once(stage, "exit");
  stage.kill("SIGKILL");
  await gone;
  await rm(folder, { recursive: true, force: true });
});

function ashiato(...words: string[]): Promise<Outcome> {
  return runScript("ashiato.ts", [...words, "--directory", directory], folder);
}

const nmea = (body: string): string => {
  const sum = Buffer.from(body).reduce((before, byte) => before ^ byte, 0);
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, "0")}`;
};
const [year = "", month = "", day = ""] = date.split("-");
const gpx = (device: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="${device}" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="35.6" lon="139.7"><ele>20</ele><time>${moment(0)}</time></trkpt>
<trkpt lat="35.7" lon="139.8"><time>${moment(1)}</time></trkpt>
</trkseg></trk></gpx>`;

/** What each file holds, how it is sent, and the devices and rows that come out. */
const files: [name: string, content: string | Uint8Array, words: string[], rows: Record<string, number>][] = [
  [
    "logger.csv",
    `time,lat,lon,elevation,accuracy,bearing,speed,satellites,provider,battery\n${moment(0)},35.6,139.7,34,8,90,1.5,12,gps,85\n`,
    [],
    { logger: 1 },
  ],
  [
    "fleet.csv.gz",
    gzipSync(`Fahrzeug;Zeit;Breite;Länge;Tempo\nvan-1;${day}.${month}.${year} 12:00:00;35,6;139,7;36\n`),
    [
      "--zone",
      "Asia/Tokyo",
      "--map",
      "id=Fahrzeug",
      "--map",
      "time=Zeit",
      "--map",
      "lat=Breite",
      "--map",
      "lon=Länge",
      "--map",
      "speed_kmh=Tempo",
    ],
    { "van-1": 1 },
  ],
  ["walk.gpx", gpx("walk"), [], { walk: 2 }],
  [
    "two.zip",
    zipSync({
      "a.gpx": Buffer.from(gpx("a")),
      "b.csv": Buffer.from(`device,time,lat,lon\nzipped,${moment(2)},1,2\n`),
    }),
    [],
    { two: 2, zipped: 1 },
  ],
  [
    "track.kml",
    `<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Placemark><gx:Track><when>${moment(0)}</when><gx:coord>139.7 35.6 5</gx:coord></gx:Track></Placemark></kml>`,
    [],
    { track: 1 },
  ],
  [
    "points.geojson",
    JSON.stringify({
      type: "FeatureCollection",
      features: [
        {
          type: "Feature",
          geometry: { type: "Point", coordinates: [139.7, 35.6] },
          properties: { timestamp: Math.floor(noon / 1_000), device_id: "geo" },
        },
      ],
    }),
    [],
    { geo: 1 },
  ],
  [
    "Records.json",
    JSON.stringify(
      {
        locations: [
          {
            latitudeE7: 356_000_000,
            longitudeE7: 1_397_000_000,
            timestamp: moment(0),
            accuracy: 12,
            deviceTag: 4_711,
          },
        ],
      },
      null,
      2,
    ),
    [],
    { "4711": 1 },
  ],
  [
    "Timeline.json",
    JSON.stringify(
      { semanticSegments: [{ timelinePath: [{ point: "35.6°, 139.7°", time: moment(0) }] }, { visit: {} }] },
      null,
      2,
    ),
    [],
    { Timeline: 1 },
  ],
  [
    "2026-11.rec",
    `${moment(0)}\t*                 \t${JSON.stringify({ _type: "location", topic: "owntracks/ann/phone", lat: 35.6, lon: 139.7, tst: Math.floor(noon / 1_000) })}\n`,
    [],
    { "ann:phone": 1 },
  ],
  [
    "logger.txt",
    `imei\tgpstime\ty\tx\tspeed_kmh\tcharging\n860\t${noon}\t35.6\t139.7\t36\tyes\n`,
    [],
    { "860": 1 },
  ],
  [
    "old.gpx",
    `<gpx version="1.0" creator="logger" xmlns="http://www.topografix.com/GPX/1/0"><time>${moment(0)}</time><trk><trkseg><trkpt lat="35.6" lon="139.7"><ele>20</ele><time>${moment(0)}</time><course>90</course><speed>10</speed></trkpt></trkseg></trk></gpx>`,
    [],
    { old: 1 },
  ],
  [
    "places.kmz",
    zipSync({
      "doc.kml": Buffer.from(
        `<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><TimeStamp><when>${moment(0)}</when></TimeStamp><Point><coordinates>139.7,35.6,5</coordinates></Point></Placemark></Document></kml>`,
      ),
    }),
    [],
    { places: 1 },
  ],
  [
    "line-by-line.geojsonl",
    [0, 1]
      .map((second) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: [139.7, 35.6 + second] },
        properties: { time: moment(second), device_id: "geo-lines" },
      }))
      .map((feature) => `${JSON.stringify(feature)}\n`)
      .join(""),
    [],
    { "geo-lines": 2 },
  ],
  [
    "2026_NOVEMBER.json",
    JSON.stringify({
      timelineObjects: [
        {
          activitySegment: {
            simplifiedRawPath: {
              points: [{ latE7: 356_000_000, lngE7: 1_397_000_000, accuracyMeters: 5, timestamp: moment(0) }],
            },
          },
        },
        { placeVisit: {} },
      ],
    }),
    ["--device", "semantic"],
    { semantic: 1 },
  ],
  [
    "location-history.json",
    JSON.stringify([
      {
        startTime: moment(0),
        timelinePath: [{ point: "geo:35.6,139.7", durationMinutesOffsetFromStartTime: "1" }],
      },
    ]),
    ["--device", "iphone"],
    { iphone: 1 },
  ],
  [
    "traccar.json",
    JSON.stringify([
      {
        id: 1,
        attributes: { batteryLevel: 71, motion: true },
        deviceId: 77,
        protocol: "osmand",
        serverTime: moment(2),
        deviceTime: moment(1),
        fixTime: moment(0),
        outdated: false,
        valid: true,
        latitude: 35.6,
        longitude: 139.7,
        altitude: 12,
        speed: 1.943_844_5,
        course: 90,
        address: null,
        accuracy: 5,
      },
    ]),
    [],
    { "77": 1 },
  ],
  [
    "traccar.csv",
    [
      "id,deviceId,protocol,serverTime,deviceTime,fixTime,valid,latitude,longitude,altitude,speed,course,address,accuracy,batteryLevel,motion",
      `1,78,osmand,${date} 12:00:02,${date} 12:00:01,${date} 12:00:00,true,35.6,139.7,12.0,1.9438445,90.0,,5.0,71.0,true\n`,
    ].join("\n"),
    ["--zone", "Asia/Tokyo"],
    { "78": 1 },
  ],
  [
    "traccar.gpx",
    `<?xml version="1.0" encoding="UTF-8"?><gpx version="1.0"><trk><name>Van 9</name><trkseg><trkpt lat="35.6" lon="139.7"><ele>12.0</ele><time>${moment(0)}</time></trkpt></trkseg></trk></gpx>`,
    ["--device", "van-9"],
    { "van-9": 1 },
  ],
  [
    "dawarich.gpx",
    `<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="Dawarich" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>dawarich</name><trkseg><trkpt lat="35.6" lon="139.7"><ele>12.0</ele><time>${moment(0)}</time><extensions><speed>1.5</speed></extensions></trkpt></trkseg></trk></gpx>`,
    [],
    { dawarich: 1 },
  ],
  [
    "dawarich.json",
    JSON.stringify({
      type: "FeatureCollection",
      features: [
        {
          type: "Feature",
          geometry: { type: "Point", coordinates: ["139.7", "35.6"] },
          properties: {
            battery_status: "unplugged",
            battery: 71,
            timestamp: Math.floor(noon / 1_000),
            altitude: 12,
            velocity: "1.5",
            accuracy: 5,
            tracker_id: "daw",
            topic: "owntracks/ann/daw",
            latitude: "35.6",
            longitude: "139.7",
          },
        },
      ],
    }),
    [],
    { daw: 1 },
  ],
  [
    "boat.nmea",
    `${nmea(`GPRMC,030000.00,A,3536.0000,N,13942.0000,E,5.0,10.0,${day}${month}${year.slice(2)},,,A`)}\r\n`,
    ["--device", "boat-7"],
    { "boat-7": 1 },
  ],
];

type Fetched = { path: string; rows: number };

function onlyExport(text: string): Fetched {
  const { exports } = JSON.parse(text) as { exports: [Fetched] };
  return exports[0];
}

it("sends each kind of file, and the day's CSV has each of its positions", async () => {
  const expected = new Map<string, number>();
  for (const [name, content, words, rows] of files) {
    await writeFile(path.join(folder, name), content);
    const inspected = await ashiato("inspect", name, ...words, "--json");
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
    expect(JSON.parse(inspected.out), name).toMatchObject({ accepted: total, reports: total, refused: 0 });
    const sent = await ashiato("send", name, ...words, "--json");
    expect(sent, name).toMatchObject({ code: 0 });
    expect(JSON.parse(sent.out), name).toMatchObject({ reports: total, accepted: total, rejected: 0 });
    Object.entries(rows).forEach(([device, count]) => expected.set(device, count));
  }
  expect(await ashiato("run", "--date", date, "--json")).toMatchObject({ code: 0 });
  const fetched = await ashiato("fetch", date, "--json");
  const saved = path.join(folder, onlyExport(fetched.out).path);
  const csv = await readFile(saved, "utf8");
  const rows = parse<{ device_id: string; speed_mps: string; altitude_m: string }>(csv, { columns: true });
  const counted = new Map<string, number>();
  rows.forEach(({ device_id: device }) => counted.set(device, (counted.get(device) ?? 0) + 1));
  expect(counted).toEqual(expected);
  expect(rows.find((row) => row.device_id === "van-1")).toMatchObject({ speed_mps: "10.000" });
  expect(rows.find((row) => row.device_id === "track")).toMatchObject({ altitude_m: "5.000" });
  expect(rows.find((row) => row.device_id === "old")).toMatchObject({ speed_mps: "10.000" });
  expect(rows.find((row) => row.device_id === "77")).toMatchObject({ speed_mps: "1.000" });

  const again = await ashiato("send", saved, "--json");
  expect(JSON.parse(again.out)).toMatchObject({ accepted: rows.length, rejected: 0 });
  expect(await ashiato("run", "--date", date, "--json")).toMatchObject({ code: 0 });
  const second = onlyExport((await ashiato("fetch", date, "--json")).out);
  expect(second.rows).toBe(rows.length);
});

it("says of a track without times that it has none", async () => {
  const line =
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><LineString><coordinates>139.7,35.6,12 139.8,35.7,12</coordinates></LineString></Placemark></Document></kml>';
  await writeFile(path.join(folder, "drawn.kml"), line);
  expect(await ashiato("inspect", "drawn.kml")).toMatchObject({
    code: 1,
    err: expect.stringContaining("drawn.kml holds no reports, only 1 × a line without times"),
  });
});

it("puts a line that cannot be read into the rejects with its place, and sends the others", async () => {
  const lines = [
    "device,time,lat,lon",
    `ok,${moment(9)},35.6,139.7`,
    "bad,yesterday,35.6,139.7",
    `cut,${moment(9)}`,
  ];
  await writeFile(path.join(folder, "cut.csv"), lines.join("\n"));
  const sent = await ashiato("send", "cut.csv", "--json");
  expect(JSON.parse(sent.out)).toMatchObject({ accepted: 1, rejected: 2, rejects: "out/cut.rejected.csv" });
  const rejects = parse<{ rejected_place: string; rejected_because: string; rejected_text: string }>(
    await readFile(path.join(folder, "out/cut.rejected.csv"), "utf8"),
    { columns: true },
  );
  expect(rejects.map((row) => [row.rejected_place, row.rejected_because, row.rejected_text])).toEqual([
    ["3", '"yesterday" is not a time', "bad,yesterday,35.6,139.7"],
    ["4", "it has 2 fields of 4", `cut,${moment(9)}`],
  ]);
});

it("names a file of another kind, and every heading that is missing or unknown", async () => {
  await writeFile(path.join(folder, "photo.csv"), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]));
  expect(await ashiato("send", "photo.csv")).toMatchObject({
    code: 1,
    err: expect.stringContaining("photo.csv: This is a PNG picture."),
  });
  await writeFile(path.join(folder, "words.csv"), "colour,breadth\nred,1\n");
  expect(await ashiato("inspect", "words.csv")).toMatchObject({
    code: 1,
    err: expect.stringContaining(
      "The file has no column for latitude, longitude, timestamp. Its headings are colour, breadth, of which none is known",
    ),
  });
  expect(await ashiato("send", "none.csv")).toMatchObject({
    code: 1,
    err: expect.stringContaining("none.csv: the file does not exist"),
  });
});
