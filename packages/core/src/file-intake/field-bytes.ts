/** A field of a line: bytes from `start` up to and without `end`. Reused from field to field. */
export type FieldBytes = { bytes: Buffer; start: number; end: number };

/** The first bytes of a buffer, in which a row is written. Reused from row to row. */
export type RowBytes = { bytes: Buffer; length: number };

/**
 * Appends what a field comes to to a row, and returns true; returns false and appends nothing if the field
 * may break a rule.
 */
export type FieldWriter = (field: FieldBytes, row: RowBytes) => boolean;

/** Reads a field's text into the row's text; undefined if the field may break a rule. */
export type FieldReader = (text: string) => string | undefined;

/** Bounds the memory while a long file is read. */
const maxKnownTexts = 20_000;

/** Returns what writes a field whose text is read; a field that is not ASCII may break a rule. */
export function textWriter(read: FieldReader): FieldWriter {
  return ({ bytes, start, end }, row) => {
    for (let index = start; index < end; index += 1) {
      if (bytes[index]! > maxAscii) {
        return false;
      }
    }
    const text = read(bytes.toString("latin1", start, end));
    if (text === undefined) {
      return false;
    }
    appendAscii(row, text);
    return true;
  };
}

/** Appends an ASCII text to a row. */
export function appendAscii(row: RowBytes, text: string): void {
  const { bytes, length } = row;
  for (let index = 0; index < text.length; index += 1) {
    bytes[length + index] = text.charCodeAt(index);
  }
  row.length = length + text.length;
}

/** Keeps what the first texts came to: most columns have few values, over and over. */
export function remembering(read: FieldReader): FieldReader {
  const known = new Map<string, string | undefined>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) {
      return found;
    }
    const value = read(text);
    if (known.size < maxKnownTexts) {
      known.set(text, value);
    }
    return value;
  };
}

const maxAscii = 0x7f;
