import { DomainError } from "../../errors.ts";

/** A report in the keys and units of the API's JSON, not yet held against its rules. */
export type FileReport = Record<string, unknown>;

/** What a line, a point or an element comes to. */
export type Outcome =
  | { kind: "report"; report: FileReport }
  /** It should have been a report, and cannot be read as one. */
  | { kind: "refused"; reason: string }
  /** It is no position of a device at a moment: a waypoint without a time, a visit, a trip. */
  | { kind: "passed-over"; what: string };

/** What one line, point or element of a file comes to, and where it stands. */
export type FileRecord = Outcome & {
  /** Number of the line in a file of lines or of XML, of the element in a file of JSON; counted from 1. */
  place: number;
  /** The line as it stands in the file; for a file that is not made of lines, the element. */
  text: string;
};

/** Reads a decoded text that comes in pieces of any size. */
export type FileConverter = {
  /** Returns the records that the piece completes. */
  push: (piece: string) => FileRecord[];
  /** Returns what is left at the end of the text. */
  end: () => FileRecord[];
};

/** What the file itself does not say. */
export type FileOptions = {
  /** Device of reports that name none. */
  device?: string;
  /** IANA name of the zone of times that have none. */
  timeZone: string;
  /** Which of two numbers comes first in a date such as 03/04/2026; absent: such a date is refused. */
  dateOrder?: "day-first" | "month-first";
  /** Headings by report key or heading: `{ latitude: "Breite" }`. */
  columns?: Readonly<Record<string, string>>;
  /** Bytes that a file, or the files of an archive together, may unpack to. */
  maxUnpackedBytes?: number;
};

/**
 * A file that holds no reports in a form known here. The message says what was found and what would be taken.
 */
export function unreadableFile(message: string, options?: { cause?: unknown }): DomainError {
  return new DomainError("UnreadableFile", message, options);
}

/** Characters of a line or an element that a record shows. */
const maxTextLength = 2_000;

export function shownText(text: string): string {
  return text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text;
}
