/** A line, without its end, and its number from 1. */
export type TextLine = { number: number; text: string };

/** Splits a text that comes in pieces into lines, at LF, CR LF or CR, mixed or not. */
export class TextLines {
  #rest = "";
  #number = 0;

  push(piece: string): TextLine[] {
    const text = this.#rest + piece;
    // A CR at the end of a piece may be half of a CR LF.
    const complete = text.endsWith("\r") ? text.slice(0, -1) : text;
    // Most files have one form of line end, for which no pattern is needed.
    const lines = complete.split(complete.includes("\r") ? /\r\n|\n|\r/ : "\n");
    this.#rest = `${lines.pop() ?? ""}${text.slice(complete.length)}`;
    return lines.map((line) => this.next(line));
  }

  /**
   * Returns the text of the whole lines, each with its end, and keeps what follows the last LF for the next
   * piece; the caller counts the lines by `next`. Undefined, as if it had not been called, where a line ends
   * with CR alone: for that there is `push`.
   */
  wholeLines(piece: string): string | undefined {
    const text = this.#rest + piece;
    if (/\r(?!\n)/.test(text)) {
      return undefined;
    }
    const end = text.lastIndexOf("\n") + 1;
    this.#rest = text.slice(end);
    return text.slice(0, end);
  }

  /** Counts a line of `wholeLines`, and returns it. */
  next(text: string): TextLine {
    this.#number += 1;
    return { number: this.#number, text };
  }

  end(): TextLine[] {
    const last = this.#rest.replace(/\r$/, "");
    this.#rest = "";
    return last === "" ? [] : [this.next(last)];
  }
}
