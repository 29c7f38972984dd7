import { isObject, type Json } from "../adapted-reports.ts";
import { owntracksReports } from "../owntracks.ts";
import { readHeadings, type Headings } from "./csv-headings.ts";
import type { FileOptions, Outcome } from "./file-record.ts";
import { googleOutcomes } from "./google-timeline.ts";
import { fieldsReport } from "./report-fields.ts";

/**
 * Reads one element of a JSON file by its shape: a GeoJSON feature (points with a time, lines with a time for
 * each position), an element of Google's Timeline, an OwnTracks message, or an object of plain fields named
 * like a CSV's headings. https://datatracker.ietf.org/doc/html/rfc7946
 */
export function elementOutcomes(element: unknown, options: FileOptions): Outcome[] {
  if (!isObject(element)) {
    return [{ kind: "refused", reason: "it is not an object" }];
  }
  if (element["type"] === "Feature") {
    return featureOutcomes(element, options);
  }
  if (typeof element["_type"] === "string") {
    return owntracksOutcomes(element, options);
  }
  return googleOutcomes(element, options) ?? [plainOutcome(element, options)];
}

function owntracksOutcomes(message: Json, { device }: FileOptions): Outcome[] {
  const adapted = owntracksReports(message, { deviceId: device });
  const [item] = adapted.ok ? adapted.items : [];
  switch (item?.kind) {
    case "report":
      return [{ kind: "report", report: item.report }];
    case "refused":
      return [{ kind: "refused", reason: `${item.path} ${item.message}` }];
    case "event":
    case undefined:
      return [{ kind: "passed-over", what: `an OwnTracks message of type ${String(message["_type"])}` }];
  }
}

function featureOutcomes(feature: Json, options: FileOptions): Outcome[] {
  const { geometry } = feature;
  const properties = isObject(feature["properties"]) ? feature["properties"] : {};
  if (typeof properties["action"] === "string") {
    return [{ kind: "passed-over", what: `an event, ${properties["action"]}` }];
  }
  if (!isObject(geometry)) {
    return [{ kind: "passed-over", what: "a feature without a place" }];
  }
  const coordinates: unknown = geometry["coordinates"];
  switch (geometry["type"]) {
    case "Point":
      return [pointOutcome(coordinates, properties, options)];
    case "LineString":
      return lineOutcomes(coordinates, timesOf(properties), { properties, options });
    case "MultiLineString": {
      const times = timesOf(properties);
      const lines: unknown[] = Array.isArray(coordinates) ? coordinates : [];
      return lines.flatMap((line, index) => lineOutcomes(line, times?.[index], { properties, options }));
    }
    default:
      return [{ kind: "passed-over", what: `a ${String(geometry["type"])}` }];
  }
}

function lineOutcomes(
  line: unknown,
  times: unknown,
  { properties, options }: { properties: Json; options: FileOptions },
): Outcome[] {
  if (!Array.isArray(line) || !Array.isArray(times)) {
    return [{ kind: "passed-over", what: "a line without times" }];
  }
  const named = Object.fromEntries(Object.entries(properties).filter(([name]) => /^device_?id$/i.test(name)));
  return line.map((place: unknown, index) => pointOutcome(place, { ...named, time: times[index] }, options));
}

/** https://github.com/mapbox/togeojson writes `coordTimes`, its successor `coordinateProperties.times`. */
function timesOf(properties: Json): unknown[] | undefined {
  const nested = isObject(properties["coordinateProperties"])
    ? properties["coordinateProperties"]["times"]
    : undefined;
  return [properties["coordTimes"], properties["times"], nested].find((times) => Array.isArray(times));
}

function pointOutcome(coordinates: unknown, properties: Json, options: FileOptions): Outcome {
  const [longitude, latitude, altitude] = Array.isArray(coordinates) ? (coordinates as unknown[]) : [];
  const named = Object.fromEntries(
    Object.entries(properties).filter(([name]) => !/^(lat|lon|lng|latitude|longitude|x|y)$/i.test(name)),
  );
  return plainOutcome(
    { ...(altitude !== undefined && { altitude }), ...named, latitude, longitude },
    options,
  );
}

const headingsByNames = new WeakMap<FileOptions, Map<string, Headings | string>>();

/** Reads an object of plain fields like a line of a CSV with the fields' names as headings. */
function plainOutcome(element: Json, options: FileOptions): Outcome {
  const names = Object.keys(element).filter((name) => isPlain(element[name]));
  const headings = headingsOf(names, options);
  if (typeof headings === "string") {
    return { kind: "refused", reason: headings };
  }
  const fields = names.map((name) => plainText(element[name]));
  return fieldsReport(fields, headings, { ...options, decimalComma: false });
}

function headingsOf(names: string[], options: FileOptions): Headings | string {
  let known = headingsByNames.get(options);
  if (known === undefined) {
    known = new Map();
    headingsByNames.set(options, known);
  }
  const key = JSON.stringify(names);
  let headings = known.get(key);
  if (headings === undefined) {
    headings = tryHeadings(names, options);
    // The elements of a file have few shapes; a file with many must not fill the memory.
    if (known.size < 1_000) {
      known.set(key, headings);
    }
  }
  return headings;
}

function tryHeadings(names: string[], options: FileOptions): Headings | string {
  try {
    return readHeadings(names, options);
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll("The file", "It") : String(error);
  }
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function plainText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
