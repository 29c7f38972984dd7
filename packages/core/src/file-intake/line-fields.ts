import type { Delimiter } from "../formats/files/csv-fields.ts";

/** Where the fields of a line lie in its bytes, without the blanks around them. */
export type LineFields = {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /**
   * Finds the fields of the line that begins at `start`. Returns the offset behind its line feed; -1 if it
   * has a quote, another number of fields, or no end.
   */
  find: (bytes: Buffer, start: number) => number;
};

/** Finds the fields of lines one after another, in the same arrays. */
export function lineFields(width: number, delimiter: Delimiter): LineFields {
  const starts = new Int32Array(width);
  const ends = new Int32Array(width);
  const separator = delimiter.charCodeAt(0);
  const endField = (bytes: Buffer, field: number, end: number): void => {
    let from = starts[field]!;
    let to = end;
    while (from < to && isBlank(bytes[from]!)) {
      from += 1;
    }
    while (to > from && isBlank(bytes[to - 1]!)) {
      to -= 1;
    }
    starts[field] = from;
    ends[field] = to;
  };
  const find = (bytes: Buffer, start: number): number => {
    const { length } = bytes;
    let field = 0;
    starts[0] = start;
    for (let at = start; at < length; at += 1) {
      const byte = bytes[at]!;
      if (byte === separator) {
        endField(bytes, field, at);
        field += 1;
        if (field === width) {
          return -1;
        }
        starts[field] = at + 1;
      } else if (byte === lineFeed) {
        endField(bytes, field, at);
        return field === width - 1 ? at + 1 : -1;
      } else if (byte === quote) {
        return -1;
      }
    }
    return -1;
  };
  return { starts, ends, find };
}

/** A carriage return is the first half of a line end. */
function isBlank(byte: number): boolean {
  return byte === space || byte === tab || byte === carriageReturn;
}

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
