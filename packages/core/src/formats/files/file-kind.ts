import { nmeaLine } from "./nmea.ts";
import { recordingLine } from "./owntracks-recording.ts";

/** A kind of file that holds reports. */
export type FileKind = "csv" | "gpx" | "kml" | "json" | "nmea" | "owntracks-recording";

/** A kind of file that holds other files, or one compressed file. */
export type ContainerKind = "gzip" | "zip";

/** The names of the kinds, for people. */
export const kindNames: Record<FileKind, string> = {
  csv: "CSV",
  gpx: "GPX",
  kml: "KML",
  json: "JSON",
  nmea: "NMEA",
  "owntracks-recording": "OwnTracks recording",
};

/** First bytes of known kinds of files that are not read, with their names. */
const otherFiles: [string, (head: Uint8Array) => boolean][] = [
  ["a FIT file", (head) => ascii(head, 8, 4) === ".FIT"],
  ["a Parquet file", (head) => ascii(head, 0, 4) === "PAR1"],
  ["an SQLite database", (head) => ascii(head, 0, 15) === "SQLite format 3"],
  ["a PDF", (head) => ascii(head, 0, 5) === "%PDF-"],
  ["a PNG picture", (head) => ascii(head, 1, 3) === "PNG"],
  ["a JPEG picture", (head) => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff],
  ["a bzip2 file", (head) => ascii(head, 0, 3) === "BZh"],
  ["an xz file", (head) => ascii(head, 1, 4) === "7zXZ"],
  [
    "a Zstandard file",
    (head) => head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd,
  ],
  ["a 7-Zip archive", (head) => ascii(head, 0, 2) === "7z"],
  ["a tar archive", (head) => ascii(head, 257, 5) === "ustar"],
];

/** Characters that no line of a text has, but for those that end a line or move the cursor. */
const binary = new RegExp(String.raw`[\u0000-\u0008\u000e-\u001f]`);

/** Returns the container that starts with these bytes; undefined if none does. */
export function containerKind(head: Uint8Array): ContainerKind | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) {
    return "gzip";
  }
  const start = ascii(head, 0, 4);
  // An archive begins with its first file or, if it has none, with its directory's end.
  return start === "PK\u0003\u0004" || start === "PK\u0005\u0006" ? "zip" : undefined;
}

/**
 * Returns the name of another known kind of file that starts with these bytes, such as `a FIT file`;
 * undefined if no known kind does.
 */
export function otherKind(head: Uint8Array): string | undefined {
  return otherFiles.find(([, begins]) => begins(head))?.[0];
}

/**
 * Returns the kind of a text from its first characters. A text that resembles no other kind is a CSV.
 * @param head at least the first line, if there is one
 */
export function fileKind(head: string): FileKind | { other: string } {
  const text = head.trimStart();
  if (text.startsWith("<")) {
    return xmlKind(text);
  }
  if (text.startsWith("{") || text.startsWith("[")) {
    return "json";
  }
  const first = text.split(/\r\n|\n|\r/, 1)[0] ?? "";
  if (nmeaLine.test(first)) {
    return "nmea";
  }
  if (recordingLine.test(first)) {
    return "owntracks-recording";
  }
  if (first.startsWith("Geolife trajectory")) {
    return { other: "a PLT file of Geolife" };
  }
  return binary.test(first) ? { other: "a binary file" } : "csv";
}

function xmlKind(text: string): FileKind | { other: string } {
  const [, root = ""] = /<(?![?!])(?:[\w.-]+:)?([\w.-]+)/.exec(text) ?? [];
  switch (root) {
    case "gpx":
      return "gpx";
    case "kml":
      return "kml";
    case "TrainingCenterDatabase":
      return { other: "a TCX file" };
    case "html":
    case "HTML":
      return { other: "a web page" };
    default:
      return { other: `an XML file of <${root}>` };
  }
}

function ascii(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length));
}
