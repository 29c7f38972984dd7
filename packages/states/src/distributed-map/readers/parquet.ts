import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { messageOf } from "../../errors.ts";
import { integerOf } from "../../exact-integer.ts";
import type { JsonObject, JsonValue } from "../../json.ts";
import { setMember } from "../../set-member.ts";
import { readerFailure } from "../reader-failure.ts";
import { objectBytes, type ObjectLocation, type Reading } from "./object-text.ts";

/** Snappy is in the package itself. */
const compressors = {
  GZIP: (input: Uint8Array) => gunzipSync(input),
  ZSTD: (input: Uint8Array) => zstdDecompressSync(input),
  BROTLI: (input: Uint8Array) => brotliDecompressSync(input),
};

/** Times keep the digits that they have, which a Date would not. */
const parsers = {
  timestampFromMilliseconds: (millis: bigint) => isoTime(millis * 1_000_000n, 3),
  timestampFromMicroseconds: (micros: bigint) => isoTime(micros * 1000n, 6),
  timestampFromNanoseconds: (nanos: bigint) => isoTime(nanos, 9),
  dateFromDays: (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10),
};

/**
 * Returns the rows of a Parquet object, one row group after the other. The object is held in memory, for its
 * footer says where everything is. Whole numbers of 64 bits stay exact, times and dates are ISO 8601 texts,
 * bytes are base64.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 * Throws `States.ItemReaderFailed` for what is not Parquet, and for a compression other than Snappy, GZIP,
 * ZSTD and Brotli.
 */
export async function* parquetItems(reading: Reading, location: ObjectLocation): AsyncGenerator<JsonObject> {
  const file = await wholeObject(reading, location);
  try {
    const metadata = await parquetMetadataAsync(file, { geoparquet: false });
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors, parsers });
      for (const row of rows) {
        yield jsonRow(row);
      }
      rowStart = rowEnd;
    }
  } catch (error) {
    throw readerFailure(`The object '${location.key}' cannot be read as Parquet: ${messageOf(error)}`, error);
  }
}

async function wholeObject(reading: Reading, location: ObjectLocation) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of objectBytes(reading, location)) {
    chunks.push(chunk);
  }
  const stored = Buffer.concat(chunks);
  // Athena names files after the compression inside of them; one that is compressed as a whole begins with
  // gzip's mark.
  const bytes = stored.subarray(0, 2).equals(gzipMark) ? gunzipSync(stored) : stored;
  return {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => Uint8Array.from(bytes.subarray(start, end)).buffer,
  };
}

const gzipMark = Buffer.from([0x1f, 0x8b]);

function jsonRow(row: Record<string, unknown>): JsonObject {
  const copy: JsonObject = {};
  for (const [name, value] of Object.entries(row)) {
    setMember(copy, name, jsonOf(value));
  }
  return copy;
}

function jsonOf(value: unknown): JsonValue {
  if (value === null || value === undefined) {
    return null;
  }
  if (typeof value === "bigint") {
    return integerOf(String(value));
  }
  if (typeof value === "number") {
    return Number.isFinite(value) ? value : String(value);
  }
  if (typeof value === "string" || typeof value === "boolean") {
    return value;
  }
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString("base64");
  }
  if (ArrayBuffer.isView(value)) {
    return Array.from(Object(value), jsonOf);
  }
  return Array.isArray(value) ? value.map(jsonOf) : jsonRow(Object(value));
}

/**
 * Returns `2026-01-02T03:04:05.123456Z` of nanoseconds since 1970, with as many digits as the column's unit
 * has.
 */
function isoTime(nanoseconds: bigint, digits: number): string {
  const second = 1_000_000_000n;
  const fraction = ((nanoseconds % second) + second) % second;
  const whole = new Date(Number((nanoseconds - fraction) / 1_000_000n)).toISOString().slice(0, -5);
  return `${whole}.${String(fraction).padStart(9, "0").slice(0, digits)}Z`;
}
