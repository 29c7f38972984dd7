import { type CsvRecord, CsvFields, type Delimiter, findDelimiter } from "./csv-fields.ts";
import { type Headings, readHeadings } from "./csv-headings.ts";
import { type FileConverter, type FileOptions, type FileRecord, shownText } from "./file-record.ts";
import { fieldsReport } from "./report-fields.ts";
import { TextLines } from "./text-lines.ts";

/**
 * Called with the headings of a CSV; returns what is offered each of its lines that has no quotes, by its
 * fields, and returns whether it took the line, which then is no record. Undefined if it takes none.
 */
export type TakeLines = (
  headings: Headings,
  form: { decimalComma: boolean },
) => ((fields: readonly string[]) => boolean) | undefined;

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
    for (const line of this.#lines.push(piece)) {
      if (!this.#isTaken(line.text)) {
        records.push(...this.#records(line));
      }
    }
    return records;
  }

  end(): FileRecord[] {
    const records = this.#lines.end().flatMap((line) => this.#records(line));
    const last = this.#fields?.end() ?? [];
    return [...records, ...last.flatMap((record) => this.#record(record))];
  }

  #isTaken(text: string): boolean {
    const isPlain = this.#take !== undefined && !this.#fields?.isOpen && !text.includes('"');
    return isPlain && this.#take!(text.split(this.#delimiter));
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
      this.#take = this.#takeLines?.(this.#headings, { decimalComma: this.#decimalComma });
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
