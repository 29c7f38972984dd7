import type { TextLine } from "./text-lines.ts";

export type Delimiter = "," | ";" | "\t";

/** The fields of a record that begins at a line, or why it has none. */
export type CsvRecord = TextLine & ({ fields: string[] } | { reason: string });

/** A quoted field of more lines or characters than this counts as never closed. */
const maxRecordLines = 100;
const maxRecordLength = 65_536;

const delimiters: readonly Delimiter[] = [",", ";", "\t"];

/** Returns the delimiter that occurs most often outside quotes; undefined if none occurs. */
export function findDelimiter(heading: string): Delimiter | undefined {
  const bare = heading.replaceAll(/"(?:[^"]|"")*"/g, "");
  const counted = delimiters.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length - 1 }));
  const most = counted.toSorted((a, b) => b.count - a.count)[0];
  return most !== undefined && most.count > 0 ? most.delimiter : undefined;
}

/**
 * Splits lines into fields by RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180): a field in quotes may hold
 * delimiters, line ends and doubled quotes. A quote that is never closed costs only its own line; the
 * following lines are read as usual.
 */
export class CsvFields {
  readonly #delimiter: Delimiter;
  /**
   * Matches a field at the current position, in quotes or up to the next delimiter, and then the delimiter or
   * the end.
   */
  readonly #field: RegExp;
  /** Lines of a record with a quoted field that is still open. */
  #open: TextLine[] = [];

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter;
    const end = `(?:${delimiter}|$)`;
    this.#field = new RegExp(`"((?:[^"]|"")*)"[ ]*${end}|((?!")[^${delimiter}]*)${end}`, "y");
  }

  /** Whether the next line is inside a field in quotes. */
  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  push(line: TextLine): CsvRecord[] {
    if (this.#open.length === 0 && !line.text.includes('"')) {
      return [{ ...line, fields: line.text.split(this.#delimiter) }];
    }
    this.#open.push(line);
    return this.#read({ atEnd: false });
  }

  end(): CsvRecord[] {
    return this.#read({ atEnd: true });
  }

  #read({ atEnd }: { atEnd: boolean }): CsvRecord[] {
    const records: CsvRecord[] = [];
    while (this.#open.length > 0) {
      const [first, ...later] = this.#open as [TextLine, ...TextLine[]];
      const text = this.#open.map((line) => line.text).join("\n");
      const split = this.#split(text);
      const tooLong = this.#open.length > maxRecordLines || text.length > maxRecordLength;
      if (split === "open" && !atEnd && !tooLong) {
        return records;
      }
      this.#open = [];
      // A quote that another line closes by chance was not closed where it should have been.
      if (split === "open" || ("reason" in split && later.length > 0)) {
        records.push({ ...first, reason: "it has a quote that is never closed" });
        for (const line of later) {
          records.push(...this.push(line));
        }
      } else {
        records.push({ number: first.number, text, ...split });
      }
    }
    return records;
  }

  #split(text: string): { fields: string[] } | { reason: string } | "open" {
    const fields: string[] = [];
    this.#field.lastIndex = 0;
    for (;;) {
      const start = this.#field.lastIndex;
      const found = this.#field.exec(text);
      if (found === null) {
        const isOpen = /^"(?:[^"]|"")*$/.test(text.slice(start));
        return isOpen
          ? "open"
          : { reason: `there is text after the closing quote of field ${fields.length + 1}` };
      }
      fields.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
      if (!found[0].endsWith(this.#delimiter)) {
        return { fields };
      }
    }
  }
}
