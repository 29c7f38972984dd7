import type { WriteStream } from "node:tty";

type Output = Pick<WriteStream, "write"> & Partial<Pick<WriteStream, "isTTY" | "columns">>;

/** Without a terminal, prints a line this often to show that work continues. */
const plainLineMilliseconds = 10_000;
const usualColumns = 80;

/**
 * Shows the progress of a command: on a terminal in one line that is rewritten, elsewhere in occasional plain
 * lines.
 */
export class Progress {
  readonly #output: Output;
  readonly #now: () => number;
  #live = false;
  #lastLine = Number.NEGATIVE_INFINITY;

  constructor(output: Output, now: () => number) {
    this.#output = output;
    this.#now = now;
  }

  /** Prints a line that stays. */
  say(text: string): void {
    this.clear();
    this.#output.write(`${text}\n`);
    this.#lastLine = this.#now();
  }

  /** Shows the progress; the next call replaces it. */
  update(text: string): void {
    if (this.#output.isTTY === true) {
      this.clear();
      // A terminal that does not know its width reports 0.
      const columns = this.#output.columns || usualColumns;
      this.#output.write(text.slice(0, columns - 1));
      this.#live = true;
    } else if (this.#now() - this.#lastLine >= plainLineMilliseconds) {
      this.say(text);
    }
  }

  /** Removes the progress that is shown. */
  clear(): void {
    if (this.#live) {
      // Returns to the start of the line and erases it:
      // https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
      this.#output.write("\r\u001B[2K");
      this.#live = false;
    }
  }
}
