import { expect, test } from "vitest";
import type { FileConverter, FileRecord } from "./file-record.ts";
import { gpxConverter } from "./gpx.ts";
import { kmlConverter } from "./kml.ts";

const options = { timeZone: "UTC", device: "walk" };

/** Converts the text in pieces of one character and as a whole: both must come to the same. */
function convert(make: () => FileConverter, text: string): FileRecord[] {
  const whole = make();
  const records = [...whole.push(text), ...whole.end()];
  const pieces = make();
  expect([...text.split("").flatMap((piece) => pieces.push(piece)), ...pieces.end()]).toEqual(records);
  return records;
}

function outcomes(records: FileRecord[]): unknown[] {
  return records.map((record) => {
    switch (record.kind) {
      case "report":
        return Object.fromEntries(Object.entries(record.report).filter(([, value]) => value !== undefined));
      case "refused":
        return record.reason;
      case "passed-over":
        return record.what;
    }
  });
}

test("track points and timed waypoints of GPX are reports", () => {
  const text = `<?xml version="1.0"?>
<gpx version="1.1" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v2">
 <wpt lat="35.1" lon="139.1"><name>Station</name></wpt>
 <wpt lat="35.2" lon="139.2"><time>2026-11-21T00:00:00Z</time></wpt>
 <rte><rtept lat="35.3" lon="139.3"/></rte>
 <trk><name>Morning &amp; noon</name><trkseg>
  <trkpt lat="35.4" lon="139.4"><ele>12.5</ele><time>2026-11-21T00:00:01.5Z</time>
   <extensions><gpxtpx:TrackPointExtension><gpxtpx:speed>1.2</gpxtpx:speed><gpxtpx:course>90</gpxtpx:course></gpxtpx:TrackPointExtension></extensions></trkpt>
  <trkpt lat="35.5" lon="139.5"><time>2026-11-21T00:00:02Z</time><speed>3</speed><course>359.5</course></trkpt>
  <trkpt lat="35.6" lon="139.6"/>
  <trkpt lon="139.7"><time>2026-11-21T00:00:03Z</time></trkpt>
 </trkseg></trk>
</gpx>`;
  const records = convert(() => gpxConverter(options), text);
  expect(outcomes(records)).toEqual([
    "a waypoint without a time",
    { deviceId: "walk", timestamp: "2026-11-21T00:00:00.000000Z", latitude: 35.2, longitude: 139.2 },
    "a point of a planned route",
    {
      deviceId: "walk",
      timestamp: "2026-11-21T00:00:01.500000Z",
      latitude: 35.4,
      longitude: 139.4,
      altitude: 12.5,
      speed: 1.2,
      heading: 90,
    },
    {
      deviceId: "walk",
      timestamp: "2026-11-21T00:00:02.000000Z",
      latitude: 35.5,
      longitude: 139.5,
      speed: 3,
      heading: 359.5,
    },
    "the point has no time",
    "the point has no numeric lat and lon",
  ]);
  expect(records.map(({ place }) => place)).toEqual([3, 4, 5, 7, 9, 10, 11]);
});

test("a GPX file that breaks off keeps what stands before", () => {
  const records = convert(
    () => gpxConverter(options),
    '<gpx><trkpt lat="1" lon="2"><time>2026-11-21T00:00:00Z</time></trkpt><trkpt lat="3" lo',
  );
  expect(records.map(({ kind }) => kind)).toEqual(["report", "refused"]);
  expect(outcomes(records)[1]).toMatch(/^the XML is broken here, and the rest was not read: /);
});

test("entities of a document type are not expanded", () => {
  const records = convert(
    () => gpxConverter(options),
    '<!DOCTYPE gpx [<!ENTITY a "2026"><!ENTITY b "&a;&a;&a;">]><gpx><trkpt lat="1" lon="2"><time>&b;</time></trkpt></gpx>',
  );
  expect(outcomes(records)).toEqual([expect.stringMatching(/^the XML is broken here/)]);
});

test("tracks and timed placemarks of KML are reports", () => {
  const text = `<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>
<Placemark><gx:Track><when>2026-11-21T00:00:00Z</when><when>2026-11-21T00:00:01Z</when><when>2026-11-21T00:00:02Z</when>
<gx:coord>139.1 35.1 10</gx:coord><gx:coord>139.2 35.2 0</gx:coord></gx:Track></Placemark>
<Placemark><TimeStamp><when>2026-11-21T09:00:00+09:00</when></TimeStamp><Point><coordinates>139.3,35.3</coordinates></Point></Placemark>
<Placemark><Point><coordinates>139.4,35.4</coordinates></Point></Placemark>
<Placemark><LineString><coordinates>139.4,35.4 139.5,35.5</coordinates></LineString></Placemark>
<Placemark><TimeStamp><when>2026-11-21T00:00:00Z</when></TimeStamp><Point><coordinates>north</coordinates></Point></Placemark>
</Document></kml>`;
  expect(outcomes(convert(() => kmlConverter(options), text))).toEqual([
    {
      deviceId: "walk",
      timestamp: "2026-11-21T00:00:00.000000Z",
      latitude: 35.1,
      longitude: 139.1,
      altitude: 10,
    },
    {
      deviceId: "walk",
      timestamp: "2026-11-21T00:00:01.000000Z",
      latitude: 35.2,
      longitude: 139.2,
      altitude: 0,
    },
    "the track has no place for this moment",
    { deviceId: "walk", timestamp: "2026-11-21T00:00:00.000000Z", latitude: 35.3, longitude: 139.3 },
    "a place without a time",
    "a line without times",
    '"north" is not a longitude and a latitude',
  ]);
});
