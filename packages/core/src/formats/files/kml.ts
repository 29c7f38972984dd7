import type { FileConverter, FileOptions, FileRecord } from "./file-record.ts";
import { readTime } from "./time-text.ts";
import { elementText, plainNumber, textOf, type XmlElement, xmlConverter } from "./xml-elements.ts";

const wanted = new Set(["when", "coord", "Point", "LineString", "TimeStamp", "TimeSpan"]);

type Track = { whens: XmlElement[]; coordinates: XmlElement[] };

/**
 * Reads a KML file: the times and positions of each `gx:Track`, and each placemark with a point and a time.
 * Ignores lines without times. The caller sets the device.
 * https://developers.google.com/kml/documentation/kmlreference#gxtrack
 */
export function kmlConverter(options: FileOptions): FileConverter {
  let track: Track | undefined;
  let placemark: XmlElement[] = [];
  let finished: FileRecord[] = [];

  const converter = xmlConverter({
    wanted,
    enter: (name) => {
      if (name === "Track") {
        track = { whens: [], coordinates: [] };
      }
      if (name === "Placemark") {
        placemark = [];
      }
    },
    leave: (name) => {
      if (name === "Track" && track !== undefined) {
        finished.push(...unpaired(track));
        track = undefined;
      }
      if (name === "Placemark") {
        finished.push(...placemarkRecords(placemark, options));
        placemark = [];
      }
    },
    read: (element) => {
      if (track === undefined) {
        placemark.push(element);
        return [];
      }
      (element.name === "when" ? track.whens : track.coordinates).push(element);
      return pairedRecords(track, options);
    },
  });
  const withFinished = (records: FileRecord[]): FileRecord[] => {
    const all = [...records, ...finished];
    finished = [];
    return all;
  };
  return {
    push: (piece) => withFinished(converter.push(piece)),
    end: () => withFinished(converter.end()),
  };
}

/** The n-th time of a track belongs to its n-th position, in whatever order they come. */
function pairedRecords(track: Track, options: FileOptions): FileRecord[] {
  const records: FileRecord[] = [];
  while (track.whens.length > 0 && track.coordinates.length > 0) {
    const when = track.whens.shift();
    const place = track.coordinates.shift();
    records.push(fixRecord(place, { time: when?.text, values: place?.text.trim().split(/\s+/), options }));
  }
  return records;
}

function unpaired({ whens, coordinates }: Track): FileRecord[] {
  return [...whens, ...coordinates].map((element) => ({
    place: element.line,
    text: elementText(element),
    kind: "refused",
    reason:
      element.name === "when"
        ? "the track has no place for this moment"
        : "the track has no moment for this place",
  }));
}

function placemarkRecords(elements: XmlElement[], options: FileOptions): FileRecord[] {
  const time = elements.find(({ name }) => name === "TimeStamp" || name === "TimeSpan");
  return elements.flatMap((element): FileRecord[] => {
    const record = { place: element.line, text: elementText(element) };
    switch (element.name) {
      case "Point":
        if (time === undefined) {
          return [{ ...record, kind: "passed-over", what: "a place without a time" }];
        }
        return [
          time.name === "TimeStamp"
            ? fixRecord(element, {
                time: textOf(time, "when"),
                values: textOf(element, "coordinates")?.split(","),
                options,
              })
            : { ...record, kind: "passed-over", what: "a place with a span of time" },
        ];
      case "LineString":
        return [{ ...record, kind: "passed-over", what: "a line without times" }];
      default:
        return [];
    }
  });
}

function fixRecord(
  element: XmlElement | undefined,
  {
    time,
    values = [],
    options,
  }: { time: string | undefined; values: string[] | undefined; options: FileOptions },
): FileRecord {
  const record = { place: element?.line ?? 0, text: element === undefined ? "" : elementText(element) };
  const [longitude, latitude, altitude] = values.map(plainNumber);
  const timestamp = readTime(time ?? "", options);
  if (latitude === undefined || longitude === undefined) {
    return {
      ...record,
      kind: "refused",
      reason: `${JSON.stringify(values.join(" "))} is not a longitude and a latitude`,
    };
  }
  if (!timestamp.ok) {
    return { ...record, kind: "refused", reason: timestamp.reason };
  }
  const report = { deviceId: options.device, timestamp: timestamp.timestamp, latitude, longitude, altitude };
  return { ...record, kind: "report", report };
}
