import { type CsvRecord, CsvFields, type Delimiter, findDelimiter } from "./csv-fields.ts";
import { type Headings, readHeadings } from "./csv-headings.ts";
import { type FileConverter, type FileOptions, type FileRecord, shownText } from "./file-record.ts";
import { fieldsReport } from "./report-fields.ts";
import { TextLines } from "./text-lines.ts";

/**
 * Is offered a line by the bytes of a text in UTF-8 and its start there, and returns the offset behind its
 * line feed if it took the line, which then is no record; -1 if it did not, as it must for one with a quote.
 */
export type TakeLine = (bytes: Buffer, start: number) => number;

/** Called with the headings of a CSV; returns what is offered each of its lines, or undefined. */
export type TakeLines = (
  headings: Headings,
  /** Whether a comma in a number is a decimal comma. */
  form: { delimiter: Delimiter; decimalComma: boolean },
) => TakeLine | undefined;

/** How a CSV was read: the heading of each key of a report, and those that are not part of one. */
export type CsvForm = {
  delimiter: Delimiter;
  columns: Record<string, string>;
  unused: readonly string[];
};

/**
 * Reads a CSV file with a line of headings, delimited by commas, semicolons or tabs; numbers may have decimal
 * commas if the delimiter is not a comma. Headings identify columns: see `csv-headings.ts`. `push` and `end`
 * throw UnreadableFile for headings without a position or a time.
 */
export class CsvConverter implements FileConverter {
  readonly #options: FileOptions;
  readonly #lines = new TextLines();
  #fields: CsvFields | undefined;
  #delimiter: Delimiter = ",";
  #headings: Headings | undefined;
  readonly #takeLines: TakeLines | undefined;
  #take: ReturnType<TakeLines>;

  constructor(options: FileOptions, takeLines?: TakeLines) {
    this.#options = options;
    this.#takeLines = takeLines;
  }

  /** Known once the first line is. */
  get form(): CsvForm | undefined {
    return (
      this.#headings && {
        delimiter: this.#delimiter,
        columns: Object.fromEntries([...this.#headings.columns].map(([key, { heading }]) => [key, heading])),
        unused: this.#headings.unused,
      }
    );
  }

  push(piece: string): FileRecord[] {
    const records: FileRecord[] = [];
    let rest = piece;
    // The headings say whether lines are taken.
    while (this.#headings === undefined && rest.includes("\n")) {
      const end = rest.indexOf("\n") + 1;
      records.push(...this.#pushLines(rest.slice(0, end)));
      rest = rest.slice(end);
    }
    records.push(...(this.#take === undefined ? this.#pushLines(rest) : this.#offerLines(rest, this.#take)));
    return records;
  }

  end(): FileRecord[] {
    const records = this.#lines.end().flatMap((line) => this.#records(line));
    const last = this.#fields?.end() ?? [];
    return [...records, ...last.flatMap((record) => this.#record(record))];
  }

  #pushLines(piece: string): FileRecord[] {
    return this.#lines.push(piece).flatMap((line) => this.#records(line));
  }

  #offerLines(piece: string, take: TakeLine): FileRecord[] {
    const text = this.#lines.wholeLines(piece);
    if (text === undefined) {
      return this.#pushLines(piece);
    }
    const records: FileRecord[] = [];
    const bytes = Buffer.from(text);
    for (let start = 0; start < bytes.length;) {
      const taken = this.#fields?.isOpen ? -1 : take(bytes, start);
      const end = taken === -1 ? bytes.indexOf("\n", start) + 1 : taken;
      const line = this.#lines.next(
        taken === -1 ? bytes.toString("utf8", start, end).replace(/\r?\n$/, "") : "",
      );
      if (taken === -1) {
        records.push(...this.#records(line));
      }
      start = end;
    }
    return records;
  }

  #records(line: { number: number; text: string }): FileRecord[] {
    if (this.#fields === undefined) {
      if (line.text.trim() === "") {
        return [];
      }
      this.#delimiter = findDelimiter(line.text) ?? ",";
      this.#fields = new CsvFields(this.#delimiter);
    }
    return this.#fields.push(line).flatMap((record) => this.#record(record));
  }

  #record(record: CsvRecord): FileRecord[] {
    const { number: place, text } = record;
    if ("reason" in record) {
      return [{ place, text: shownText(text), kind: "refused", reason: record.reason }];
    }
    if (this.#headings === undefined) {
      this.#headings = readHeadings(
        record.fields.map((field) => field.trim()),
        this.#options,
      );
      this.#take = this.#takeLines?.(this.#headings, {
        delimiter: this.#delimiter,
        decimalComma: this.#decimalComma,
      });
      return [];
    }
    if (text.trim() === "") {
      return [];
    }
    const options = { ...this.#options, decimalComma: this.#decimalComma };
    const read = fieldsReport(record.fields, this.#headings, options);
    return [{ place, text: shownText(text), ...read }];
  }

  get #decimalComma(): boolean {
    return this.#delimiter !== ",";
  }
}
