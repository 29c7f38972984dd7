import { readerFailure } from "../reader-failure.ts";

/**
 * Splits the text of a CSV into rows of fields, by AWS's rules. Quotes around a field let it hold delimiters
 * and line ends. A quote is written twice, within quotes or without. A backslash stands before a backslash, a
 * quote or a delimiter that is meant as it is, and is dropped before anything else. Empty lines are left out.
 * https://docs.aws.amazon.com/step-functions/latest/dg/example-csv-parse-dist-map.html
 * Throws `States.ItemReaderFailed` for a quoted field that does not end.
 */
export async function* csvRows(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<string[]> {
  const splitter = new CsvSplitter(delimiter);
  for await (const chunk of text) {
    yield* splitter.split(chunk);
  }
  yield* splitter.end();
}

/** The number of characters that decide what a special one means, itself included: `""x`. */
const lookahead = 3;

class CsvSplitter {
  readonly #delimiter: string;
  readonly #special: RegExp;
  /** Text that has come, but is not split yet. */
  #text = "";
  #at = 0;
  #row: string[] = [];
  #field = "";
  #inQuotes = false;
  #isFieldStart = true;
  #line = 1;
  #quotedSince = 0;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
    this.#special = new RegExp(`["\\\\\r\n${delimiter}]`, "g");
  }

  split(chunk: string): string[][] {
    this.#text = this.#text.slice(this.#at) + chunk;
    this.#at = 0;
    return this.#rows(false);
  }

  end(): string[][] {
    const rows = this.#rows(true);
    if (this.#inQuotes) {
      throw readerFailure(
        `The CSV ends inside of the quoted field that begins in line ${this.#quotedSince}.`,
      );
    }
    return [...rows, ...this.#endRow()];
  }

  #rows(isLast: boolean): string[][] {
    const rows: string[][] = [];
    for (;;) {
      this.#special.lastIndex = this.#at;
      const found = this.#special.exec(this.#text)?.index ?? this.#text.length;
      if (found > this.#at) {
        this.#append(found);
      }
      const isDecided = isLast || found + lookahead <= this.#text.length;
      if (found === this.#text.length || !isDecided) {
        return rows;
      }
      rows.push(...this.#takeSpecial(this.#text.charAt(found)));
    }
  }

  /** Adds the text up to a position to the field. */
  #append(end: number): void {
    this.#field += this.#text.slice(this.#at, end);
    this.#at = end;
    this.#isFieldStart = false;
  }

  #takeSpecial(character: string): string[][] {
    const next = this.#text.charAt(this.#at + 1);
    if (character === "\\") {
      this.#at += 1;
      const isEscape = next !== "" && (next === "\\" || next === '"' || next === this.#delimiter);
      if (isEscape) {
        this.#append(this.#at + 1);
      }
      return [];
    }
    if (character === '"') {
      this.#takeQuote(next);
      return [];
    }
    if (character === "\n") {
      this.#line += 1;
    }
    if (this.#inQuotes) {
      this.#append(this.#at + 1);
      return [];
    }
    if (character === this.#delimiter) {
      this.#at += 1;
      this.#endField();
      return [];
    }
    this.#at += character === "\r" && next === "\n" ? 2 : 1;
    return this.#endRow();
  }

  #takeQuote(next: string): void {
    const isDoubled = next === '"';
    if (this.#inQuotes || !this.#isFieldStart) {
      if (isDoubled) {
        this.#at += 1;
      }
      // A quote alone ends the quotes; within a field without quotes it is a character like any other.
      if (isDoubled || !this.#inQuotes) {
        this.#append(this.#at + 1);
      } else {
        this.#closeQuotes();
      }
      return;
    }
    this.#isFieldStart = false;
    if (isDoubled && !this.#endsField(this.#text.charAt(this.#at + 2))) {
      this.#at += 1;
      this.#append(this.#at + 1);
      return;
    }
    this.#at += 1;
    this.#inQuotes = true;
    this.#quotedSince = this.#line;
  }

  /** Two quotes at a field's start are a quote, unless they are all of the field, or a third one follows. */
  #endsField(character: string): boolean {
    return character === "" || '"\r\n'.includes(character) || character === this.#delimiter;
  }

  #closeQuotes(): void {
    this.#at += 1;
    this.#inQuotes = false;
  }

  #endField(): void {
    this.#row.push(this.#field);
    this.#field = "";
    this.#isFieldStart = true;
  }

  #endRow(): string[][] {
    const isEmpty = this.#row.length === 0 && this.#isFieldStart;
    if (isEmpty) {
      return [];
    }
    this.#endField();
    const row = this.#row;
    this.#row = [];
    return [row];
  }
}
