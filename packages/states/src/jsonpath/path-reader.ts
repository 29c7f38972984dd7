import { PathSyntaxError } from "./path-syntax.ts";

/** A cursor over the text of a path. */
export class PathReader {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get ended(): boolean {
    return this.position >= this.text.length;
  }

  peek(): string {
    return this.text.charAt(this.position);
  }

  startsWith(token: string): boolean {
    return this.text.startsWith(token, this.position);
  }

  /** Steps over `token` if it stands here. */
  skip(token: string): boolean {
    if (!this.startsWith(token)) {
      return false;
    }
    this.position += token.length;
    return true;
  }

  skipSpaces(): void {
    while (this.peek() === " " || this.peek() === "\t") {
      this.position += 1;
    }
  }

  /** Throws PathSyntaxError if `token` does not stand here. */
  expect(token: string): void {
    if (!this.skip(token)) {
      throw this.error(`Expected '${token}'`);
    }
  }

  /** Reads what the sticky `pattern` matches here; undefined if it does not match. */
  read(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text)?.[0];
    this.position += match?.length ?? 0;
    return match;
  }

  /**
   * Reads a name in quotes. A backslash means itself unless it is before the quote that delimits the
   * name.
   */
  readQuoted(): string {
    const quote = this.peek();
    const start = this.position;
    this.position += 1;
    let content = "";
    for (;;) {
      if (this.ended) {
        this.position = start;
        throw this.error("The quoted name does not end");
      }
      const character = this.peek();
      this.position += 1;
      if (character === quote) {
        return content;
      }
      if (character === "\\" && this.peek() === quote) {
        content += quote;
        this.position += 1;
      } else {
        content += character;
      }
    }
  }

  error(problem: string): PathSyntaxError {
    const found = this.ended ? "the end" : `'${this.peek()}'`;
    return new PathSyntaxError(`${problem} at position ${this.position}, but found ${found}`);
  }
}
