import { DomainError } from "../../errors.ts";
import { CsvConverter, type CsvForm, type TakeLines } from "./csv.ts";
import { TextDecoding } from "./decode-text.ts";
import { containerKind, type FileKind, fileKind, otherKind } from "./file-kind.ts";
import { type FileConverter, type FileOptions, type FileRecord, unreadableFile } from "./file-record.ts";
import { gpxConverter } from "./gpx.ts";
import { JsonConverter } from "./json.ts";
import { kmlConverter } from "./kml.ts";
import { nmeaConverter } from "./nmea.ts";
import { owntracksRecordingConverter } from "./owntracks-recording.ts";
import { unpack, type UnpackedPiece } from "./unpack.ts";

/** Records that were read together. */
export type FileRecords = {
  /** The file in a zip archive. */
  name?: string;
  kind: FileKind;
  encoding: string;
  /** Of a CSV. */
  csv?: CsvForm;
  records: FileRecord[];
};

/** Number of bytes from which a kind of file is recognized. */
const headBytes = 4_096;

/**
 * Reads a file of reports, whatever its name: CSV, GPX, KML, GeoJSON and other JSON, NMEA, OwnTracks
 * recordings, plain, in gzip or in a zip archive. Yields the records in order, including lines that cannot be
 * used, without the lines of a CSV that are taken. Memory does not grow with the file. Throws UnreadableFile
 * for a file of another kind, which it names, for a CSV without the headings of a report, and for a file that
 * unpacks to more bytes than allowed.
 */
export async function* readFile(
  bytes: AsyncIterable<Uint8Array>,
  options: FileOptions,
  takeLines?: TakeLines,
): AsyncGenerator<FileRecords> {
  let reading: FileReading | undefined;
  let files = 0;
  let unpackedBytes = 0;
  for await (const piece of unpack(bytes, options.checksums)) {
    unpackedBytes += piece.bytes.length;
    if (unpackedBytes > (options.maxUnpackedBytes ?? Number.POSITIVE_INFINITY)) {
      throw unreadableFile(`The file unpacks to more than ${options.maxUnpackedBytes} bytes`);
    }
    reading ??= new FileReading({ options, takeLines, name: piece.name });
    const records = recordsOf(reading, piece);
    if (reading.kind !== undefined) {
      yield { ...reading.description(), records };
    }
    if (piece.last) {
      files += 1;
      reading = undefined;
    }
  }
  if (files === 0) {
    throw unreadableFile("The zip file is empty");
  }
}

type FileReadingOptions = {
  options: FileOptions;
  takeLines: TakeLines | undefined;
  /** The file in a zip archive. */
  name: string | undefined;
};

/** Throws UnreadableFile, which names the file in an archive. */
function recordsOf(reading: FileReading, { name, bytes, last }: UnpackedPiece): FileRecord[] {
  try {
    return [...reading.push(bytes), ...(last ? reading.end() : [])];
  } catch (cause) {
    if (name !== undefined && cause instanceof DomainError && cause.name === "UnreadableFile") {
      throw unreadableFile(`${name} in the archive: ${cause.message}`, { cause });
    }
    throw cause;
  }
}

/** A file that is being read: its first bytes determine its encoding, kind and converter. */
class FileReading {
  readonly #options: FileOptions;
  readonly #takeLines: TakeLines | undefined;
  readonly #name: string | undefined;
  readonly #decoding = new TextDecoding();
  #head = Buffer.alloc(0);
  #kind: FileKind | undefined;
  #converter: FileConverter | undefined;

  constructor({ options, takeLines, name }: FileReadingOptions) {
    this.#options = options;
    this.#takeLines = takeLines;
    this.#name = name;
  }

  get kind(): FileKind | undefined {
    return this.#kind;
  }

  push(bytes: Uint8Array): FileRecord[] {
    if (this.#converter !== undefined) {
      return this.#converter.push(this.#decoding.push(bytes));
    }
    this.#head = Buffer.concat([this.#head, bytes]);
    return this.#head.length >= headBytes ? this.#start() : [];
  }

  end(): FileRecord[] {
    const started = this.#converter === undefined ? this.#start() : [];
    const rest = this.#converter?.push(this.#decoding.end()) ?? [];
    return [...started, ...rest, ...(this.#converter?.end() ?? [])];
  }

  description(): Omit<FileRecords, "records"> {
    const csv = this.#converter instanceof CsvConverter ? this.#converter.form : undefined;
    return {
      ...(this.#name !== undefined && { name: this.#name }),
      kind: this.#kind ?? "csv",
      encoding: this.#decoding.encoding ?? "utf-8",
      ...(csv && { csv }),
    };
  }

  #start(): FileRecord[] {
    const other = otherKind(this.#head) ?? (containerKind(this.#head) && "an archive in an archive");
    const text = other === undefined ? this.#decoding.push(this.#head) : "";
    const kind = other === undefined ? fileKind(text) : { other };
    if (typeof kind !== "string") {
      throw refusal(kind.other);
    }
    if (text.trim() === "") {
      throw refusal("empty");
    }
    this.#kind = kind;
    this.#converter =
      kind === "csv" ? new CsvConverter(this.#options, this.#takeLines) : converterOf(kind, this.#options);
    return this.#converter.push(text);
  }
}

function refusal(what: string): Error {
  return unreadableFile(
    `This is ${what}. Supported are CSV, GPX, KML, KMZ, GeoJSON, Google's Timeline, OwnTracks recordings and NMEA, also in gzip or zip`,
  );
}

function converterOf(kind: Exclude<FileKind, "csv">, options: FileOptions): FileConverter {
  switch (kind) {
    case "gpx":
      return gpxConverter(options);
    case "kml":
      return kmlConverter(options);
    case "json":
      return new JsonConverter(options);
    case "nmea":
      return nmeaConverter(options);
    case "owntracks-recording":
      return owntracksRecordingConverter(options);
  }
}
