import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { expect, test } from "vitest";
import type { FileOptions } from "./file-record.ts";
import { type FileRecords, readFile } from "./read-file.ts";
import { readZipDirectory } from "./zip-directory.ts";

const utc: FileOptions = { timeZone: "UTC", device: "phone" };
const csv = "device,time,lat,lon\nvan-7,2026-11-21 00:00:00,35.5,139.5\n";
const gpx =
  '<?xml version="1.0"?>\n<gpx><trk><trkseg><trkpt lat="35.5" lon="139.5"><time>2026-11-21T00:00:00Z</time></trkpt></trkseg></trk></gpx>';
const fix = { timestamp: "2026-11-21T00:00:00.000000Z", latitude: 35.5, longitude: 139.5 };

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) {
    yield bytes.subarray(start, start + size);
  }
}

async function read(content: Uint8Array | string, options = utc, size = 1_000_000): Promise<FileRecords[]> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const found: FileRecords[] = [];
  for await (const records of readFile(pieces(bytes, size), options)) {
    found.push(records);
  }
  return found;
}

async function outcomes(content: Uint8Array | string, options = utc, size?: number): Promise<unknown[]> {
  return (await read(content, options, size)).flatMap(({ records }) =>
    records.map((record) => {
      switch (record.kind) {
        case "report":
          return JSON.parse(JSON.stringify(record.report)) as unknown;
        case "refused":
          return `refused: ${record.reason}`;
        case "passed-over":
          return `passed over: ${record.what}`;
      }
    }),
  );
}

test.for([
  ["a CSV", csv, "csv"],
  ["a CSV with a byte order mark", `\uFEFF${csv}`, "csv"],
  ["GPX", gpx, "gpx"],
  ["GeoJSON", JSON.stringify({ type: "FeatureCollection", features: [] }), "json"],
  ["NMEA", "$GPGSA,A,3,,,,,,,,,,,,,2.0,1.1,1.7\n", "nmea"],
  [
    "a recording of OwnTracks",
    '2026-11-21T00:00:00Z\t*                 \t{"_type":"lwt"}\n',
    "owntracks-recording",
  ],
] as const)("%s is known by its content", async ([, content, kind]) => {
  expect((await read(content)).at(-1)?.kind).toBe(kind);
});

test("the bytes may come in pieces of any size", async () => {
  for (const content of [csv, gpx]) {
    expect(await outcomes(content, utc, 1)).toEqual(await outcomes(content));
  }
});

test.for([
  ["UTF-16 with a byte order mark", Buffer.from(`\uFEFF${csv}`, "utf16le"), "utf-16le"],
  ["UTF-16 without one", Buffer.from(csv, "utf16le"), "utf-16le"],
] as const)("%s is read", async ([, content, encoding]) => {
  expect(await outcomes(content)).toEqual([{ deviceId: "van-7", ...fix }]);
  expect((await read(content)).at(-1)?.encoding).toBe(encoding);
});

test("Shift_JIS is read where a file is not UTF-8", async () => {
  // 端末,time,lat,lon
  const content = Buffer.concat([
    Buffer.from([0x92, 0x5b, 0x96, 0x96]),
    Buffer.from(csv.slice("device".length)),
  ]);
  expect(await outcomes(content, { ...utc, columns: { deviceId: "端末" } })).toEqual([
    { deviceId: "van-7", ...fix },
  ]);
});

test("gzip is unpacked whatever the name, several members too", async () => {
  const [heading, line] = [csv.slice(0, 20), csv.slice(20)];
  expect(await outcomes(Buffer.concat([gzipSync(heading), gzipSync(line)]), utc, 7)).toEqual([
    { deviceId: "van-7", ...fix },
  ]);
});

test("a truncated gzip file is reported after its readable part", async () => {
  const whole = gzipSync(csv.repeat(1_000));
  await expect(read(whole.subarray(0, -20))).rejects.toThrow(/^The gzip file cannot be unpacked: /);
});

test("bytes after the end of gzip data are found", async () => {
  for (const zeros of [1, 600_000]) {
    const hiding = Buffer.concat([gzipSync(csv), Buffer.alloc(zeros), gzipSync(csv)]);
    await expect(read(hiding)).rejects.toThrow(/^Bytes follow the end of the gzip data, from byte \d+ on$/);
  }
});

test("each file of a zip archive is read by its own kind", async () => {
  const content = zipSync({
    "a/day.csv": Buffer.from(csv),
    "b.gpx": [Buffer.from(gpx), { level: 0 }],
    "__MACOSX/._b.gpx": Buffer.from("x"),
  });
  const found = await read(content, utc, 11);
  expect(found.map(({ name, kind }) => [name, kind])).toContainEqual(["a/day.csv", "csv"]);
  expect(await outcomes(content)).toEqual([
    { deviceId: "van-7", ...fix },
    { deviceId: "phone", ...fix },
  ]);
});

test("a file of a zip archive that was changed is named, where the directory's checksums are known", async () => {
  const content = Buffer.from(
    zipSync({ "a.csv": Buffer.from(csv), "b.csv": [Buffer.from(csv), { level: 0 }] }),
  );
  const entries = await readZipDirectory(content.length, async (start, end) => content.subarray(start, end));
  const options = { ...utc, checksums: entries.map(({ crc32 }) => crc32) };
  expect(await outcomes(content, options, 11)).toHaveLength(2);
  content.write("6", content.indexOf("35.5"));
  await expect(read(content, options, 11)).rejects.toMatchObject({
    name: "UnreadableFile",
    message: expect.stringMatching(
      /^The zip file cannot be unpacked: b\.csv is damaged: its CRC-32 is [0-9a-f]{8}, not [0-9a-f]{8}$/,
    ),
  });
});

test.for([
  ["nothing", "", "This is empty"],
  ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d]), "This is a PNG picture"],
  ["a web page", "<!doctype html>\n<html></html>", "This is a web page"],
  ["another XML", "<?xml version='1.0'?>\n<osm version='0.6'></osm>", "This is an XML file of <osm>"],
  ["a FIT file", Buffer.from("\u000e\u0010\u0000\u0000\u0000\u0000\u0000\u0000.FIT"), "This is a FIT file"],
  ["any other binary file", Buffer.from([1, 2, 3, 4, 5, 10, 11]), "This is a binary file"],
  [
    "a picture in an archive",
    zipSync({ "a.png": new Uint8Array([0x89, 0x50, 0x4e, 0x47]) }),
    "a.png in the archive: This is a PNG picture",
  ],
  [
    "a text in an archive",
    zipSync({ "notes.txt": Buffer.from("hello") }),
    "notes.txt in the archive: The file has no column for latitude, longitude, timestamp",
  ],
] as const)("%s is refused by its kind", async ([, content, message]) => {
  await expect(read(content)).rejects.toMatchObject({
    name: "UnreadableFile",
    message: expect.stringContaining(message),
  });
});

test("features of GeoJSON are reports where they have a moment", async () => {
  const feature = (geometry: unknown, properties: unknown) => ({ type: "Feature", geometry, properties });
  const features = [
    feature(
      { type: "Point", coordinates: [139.5, 35.5, 12] },
      { time: "2026-11-21T00:00:00Z", device_id: "van-7", speed: 3, note: { a: 1 } },
    ),
    feature({ type: "Point", coordinates: [139.5, 35.5] }, { timestamp: 1_795_219_200, tracker_id: "t" }),
    feature(
      {
        type: "LineString",
        coordinates: [
          [139.5, 35.5],
          [139.6, 35.6],
        ],
      },
      { coordTimes: ["2026-11-21T00:00:00Z"] },
    ),
    feature({ type: "LineString", coordinates: [] }, {}),
    feature({ type: "Polygon", coordinates: [] }, {}),
    feature({ type: "Point", coordinates: [139.5, 35.5] }, { device_id: "x", action: "visit" }),
    feature(null, { device_id: "x" }),
    feature({ type: "Point", coordinates: [139.5, 35.5] }, {}),
    "text",
  ];
  const expected = [
    { deviceId: "van-7", ...fix, altitude: 12, speed: 3 },
    { deviceId: "t", ...fix },
    { deviceId: "phone", ...fix },
    "refused: It has no column for timestamp. Its headings are latitude, longitude",
    "passed over: a line without times",
    "passed over: a Polygon",
    "passed over: an event, visit",
    "passed over: a feature without a place",
    "refused: It has no column for timestamp. Its headings are latitude, longitude",
    "refused: it is not an object",
  ];
  for (const spaces of [0, 2]) {
    expect(
      await outcomes(JSON.stringify({ type: "FeatureCollection", features }, null, spaces), utc, 5),
    ).toEqual(expected);
  }
  const lines = features.map((each) => JSON.stringify(each)).join("\n");
  expect(await outcomes(lines, utc, 5)).toEqual(expected);
  expect(await outcomes(JSON.stringify(features[0]))).toEqual(expected.slice(0, 1));
});

test("Google's Timeline is read in its three forms", async () => {
  const records = {
    locations: [
      {
        latitudeE7: 355_000_000,
        longitudeE7: 1_395_000_000,
        timestampMs: "1795219200000",
        accuracy: 10,
        deviceTag: 42,
      },
    ],
  };
  expect(await outcomes(JSON.stringify(records, null, 1))).toEqual([
    { deviceId: "42", ...fix, accuracy: 10 },
  ]);

  const points = [
    { latE7: 355_000_000, lngE7: 1_395_000_000, timestamp: "2026-11-21T00:00:00Z", accuracyMeters: 5 },
  ];
  const semantic = {
    timelineObjects: [
      { placeVisit: {} },
      { activitySegment: { simplifiedRawPath: { points } } },
      { activitySegment: {} },
    ],
  };
  expect(await outcomes(JSON.stringify(semantic, null, 1))).toEqual([
    "passed over: a visit",
    { deviceId: "phone", ...fix, accuracy: 5 },
    "passed over: a trip without its positions",
  ]);

  const android = {
    semanticSegments: [
      {
        startTime: "2026-11-21T00:00:00.000+09:00",
        timelinePath: [{ point: "35.5°, 139.5°", time: "2026-11-21T09:00:00.000+09:00" }],
      },
      { visit: {} },
    ],
    rawSignals: [
      {
        position: {
          LatLng: "35.5°, 139.5°",
          accuracyMeters: 9,
          altitudeMeters: 1,
          timestamp: "2026-11-21T09:00:00.000+09:00",
          speedMetersPerSecond: 2,
        },
      },
      { wifiScan: {} },
    ],
  };
  expect(await outcomes(JSON.stringify(android, null, 1))).toEqual([
    { deviceId: "phone", ...fix },
    "passed over: a visit",
    { deviceId: "phone", ...fix, accuracy: 9, altitude: 1, speed: 2 },
    "passed over: a wifiScan",
  ]);

  const ios = [
    {
      startTime: "2026-11-20T23:30:00Z",
      timelinePath: [{ point: "geo:35.5,139.5", durationMinutesOffsetFromStartTime: "30" }],
    },
  ];
  expect(await outcomes(JSON.stringify(ios, null, 1))).toEqual([{ deviceId: "phone", ...fix }]);
});

test("reports of our own JSON, and messages of OwnTracks, are read", async () => {
  const report = {
    deviceId: "van-7",
    timestamp: "2026-11-21T09:00:00+09:00",
    latitude: 35.5,
    longitude: 139.5,
  };
  expect(await outcomes(JSON.stringify({ locations: [report] }))).toEqual([{ deviceId: "van-7", ...fix }]);
  const message = {
    _type: "location",
    topic: "owntracks/ann/phone",
    lat: 35.5,
    lon: 139.5,
    tst: 1_795_219_200,
  };
  expect(
    await outcomes(
      `2026-11-21T00:00:00Z\t*                 \t${JSON.stringify(message)}\n2026-11-21T00:00:01Z\tlwt\t{"_type":"lwt"}\nx\n`,
    ),
  ).toEqual([
    { deviceId: "ann:phone", timestamp: "2026-11-21T00:00:00.000Z", latitude: 35.5, longitude: 139.5 },
    "passed over: an OwnTracks message of type lwt",
    "refused: it is not a time, a word and a payload, separated by tabs",
  ]);
});

test("JSON that breaks off keeps the elements before", async () => {
  const content = `{"type": "FeatureCollection",\n"features": [${JSON.stringify({ type: "Feature", geometry: { type: "Point", coordinates: [139.5, 35.5] }, properties: { time: "2026-11-21T00:00:00Z" } })}, {"type":`;
  expect(await outcomes(content)).toEqual([
    { deviceId: "phone", ...fix },
    expect.stringMatching(/^refused: the JSON is broken after element 1, and the rest was not read/),
  ]);
});

test("NMEA sentences of one second make one report", async () => {
  const sentence = (body: string) => {
    const sum = Buffer.from(body).reduce((before, byte) => before ^ byte, 0);
    return `$${body}*${sum.toString(16).toUpperCase().padStart(2, "0")}`;
  };
  const log = [
    sentence("GPRMC,000000.00,A,3530.0000,N,13930.0000,E,10.0,90.0,211126,,,A"),
    sentence("GPGGA,000000.00,3530.0000,N,13930.0000,E,1,08,1.0,12.5,M,39.0,M,,"),
    sentence("GPRMC,000001.00,V,,,,,,,211126,,,N"),
    "$GPRMC,000002.00,A,3530.0000,N,13930.0000,E,10.0,90.0,211126,,,A*00",
    "$GNRMC,000003.00,A,3530.0000,S,13930.0000,W,,,211126,,,A",
    "noise",
  ].join("\r\n");
  expect(await outcomes(log)).toEqual([
    { deviceId: "phone", ...fix, speed: expect.closeTo(5.144, 3), heading: 90, altitude: 12.5 },
    "passed over: a moment without a fix",
    "refused: its checksum is not 00",
    "refused: it is not an NMEA sentence",
    { deviceId: "phone", timestamp: "2026-11-21T00:00:03.000000Z", latitude: -35.5, longitude: -139.5 },
  ]);
});
