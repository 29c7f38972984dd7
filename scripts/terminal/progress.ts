import type { WriteStream } from "node:tty";

type Output = Pick<WriteStream, "write"> & Partial<Pick<WriteStream, "isTTY" | "columns">>;

/** Without a terminal, a line this often shows that work goes on. */
const plainLineMilliseconds = 10_000;
const usualColumns = 80;

/** Shows what a command is doing: on a terminal one line that is rewritten, elsewhere a plain line now and then. */
export class Progress {
  readonly #output: Output;
  readonly #now: () => number;
  #live = false;
  #lastLine = Number.NEGATIVE_INFINITY;

  constructor(output: Output, now: () => number) {
    this.#output = output;
    this.#now = now;
  }

  /** A line that stays. */
  say(text: string): void {
    this.#clear();
    this.#output.write(`${text}\n`);
    this.#lastLine = this.#now();
  }

  /** How far it is: the next word replaces this one. */
  update(text: string): void {
    if (this.#output.isTTY === true) {
      this.#clear();
      // A terminal that does not know its width says 0.
      const columns = this.#output.columns || usualColumns;
      this.#output.write(text.slice(0, columns - 1));
      this.#live = true;
    } else if (this.#now() - this.#lastLine >= plainLineMilliseconds) {
      this.say(text);
    }
  }

  #clear(): void {
    if (this.#live) {
      // Back to the line's begin, and erase it: https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
      this.#output.write("\r\u001B[2K");
      this.#live = false;
    }
  }
}
