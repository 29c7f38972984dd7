import { DomainError } from "../../errors.ts";

/** A report in the keys and units of the API's JSON, not yet checked. */
export type FileReport = Record<string, unknown>;

/** The result of reading a line, a point or an element. */
export type Outcome =
  | { kind: "report"; report: FileReport }
  /** It should be a report, but cannot be read as one. */
  | { kind: "refused"; reason: string }
  /** It is not a device's position at a time: a waypoint without a time, a visit, a trip. */
  | { kind: "passed-over"; what: string };

/** The result of reading one line, point or element of a file, and its place in the file. */
export type FileRecord = Outcome & {
  /** Number, from 1, of the line in a file of lines or XML, or of the element in a JSON file. */
  place: number;
  /** The line as in the file; the element, if the file is not made of lines. */
  text: string;
};

/** Reads a decoded text in pieces of any size. */
export type FileConverter = {
  /** Returns the records that the piece completes. */
  push: (piece: string) => FileRecord[];
  /** Returns the records that remain at the end of the text. */
  end: () => FileRecord[];
};

/** What the file itself leaves open. */
export type FileOptions = {
  /** Device of reports that name none. */
  device?: string;
  /** IANA name of the time zone for times without one. */
  timeZone: string;
  /** Which number comes first in a date such as 03/04/2026; if absent, such a date is refused. */
  dateOrder?: "day-first" | "month-first";
  /** Headings by report key or heading: `{ latitude: "Breite" }`. */
  columns?: Readonly<Record<string, string>>;
  /** Bytes that a file, or the files of an archive together, may unpack to. */
  maxUnpackedBytes?: number;
  /** CRC-32 of each file of an archive, in the order of their bytes, where its directory was read. */
  checksums?: readonly number[];
};

/**
 * Returns the error for a file without reports in a supported format. The message says what was found and
 * what is supported.
 */
export function unreadableFile(message: string, options?: { cause?: unknown }): DomainError {
  return new DomainError("UnreadableFile", message, options);
}

/** Maximum number of characters of a line or an element that a record shows. */
const maxTextLength = 2_000;

export function shownText(text: string): string {
  return text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text;
}
