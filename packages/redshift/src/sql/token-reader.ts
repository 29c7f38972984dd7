import { notSupported, syntaxErrorAtEnd, type SqlError, syntaxError } from "../errors.ts";
import type { Token } from "./tokenize.ts";

/** A schema-qualified name, folded to lower case. */
export type QualifiedName = { schema: string | undefined; name: string };

/**
 * Reads a statement's tokens from left to right: what `take…` does not find it leaves, what `expect…` does
 * not find it refuses.
 */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  /** Returns the next token. Throws a `syntax_error` at the end of the statement. */
  next(): Token {
    const token = this.#tokens[this.#at];
    if (!token) {
      throw syntaxErrorAtEnd();
    }
    this.#at += 1;
    return token;
  }

  /** Returns true, and steps past them, if exactly these keywords come next. */
  takeWords(...words: string[]): boolean {
    const found = words.every((word, index) => {
      const token = this.peek(index);
      return token?.kind === "word" && token.text === word;
    });
    if (found) {
      this.#at += words.length;
    }
    return found;
  }

  expectWords(...words: string[]): void {
    for (const word of words) {
      if (!this.takeWords(word)) {
        throw this.unexpected();
      }
    }
  }

  takeSymbol(symbol: string): boolean {
    const token = this.peek();
    const found = token?.kind === "symbol" && token.text === symbol;
    if (found) {
      this.#at += 1;
    }
    return found;
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) {
      throw this.unexpected();
    }
  }

  takeString(): string | undefined {
    const token = this.peek();
    if (token?.kind !== "string") {
      return undefined;
    }
    this.#at += 1;
    return token.text;
  }

  expectString(): string {
    const text = this.takeString();
    if (text === undefined) {
      throw this.unexpected();
    }
    return text;
  }

  expectNumber(): number {
    const token = this.next();
    if (token.kind !== "number") {
      throw syntaxError(token.text, token.start);
    }
    return Number(token.text);
  }

  identifier(): string {
    const token = this.next();
    if (token.kind !== "word" && token.kind !== "quoted") {
      throw syntaxError(token.text, token.start);
    }
    return token.text;
  }

  qualifiedName(): QualifiedName {
    const first = this.identifier();
    if (!this.takeSymbol(".")) {
      return { schema: undefined, name: first };
    }
    const name = this.identifier();
    if (this.takeSymbol(".")) {
      throw notSupported(`the cross-database reference "${first}.${name}.${this.identifier()}"`);
    }
    return { schema: first, name };
  }

  /** `( item [, …] )`, with at least one item. */
  list<Item>(readItem: () => Item): Item[] {
    this.expectSymbol("(");
    const items = [readItem()];
    while (this.takeSymbol(",")) {
      items.push(readItem());
    }
    this.expectSymbol(")");
    return items;
  }

  /** Returns the tokens within the parentheses that come next. */
  parenthesized(): readonly Token[] {
    this.expectSymbol("(");
    const from = this.#at;
    for (let depth = 1; depth > 0;) {
      const { kind, text } = this.next();
      if (kind === "symbol" && text === "(") {
        depth += 1;
      }
      if (kind === "symbol" && text === ")") {
        depth -= 1;
      }
    }
    return this.#tokens.slice(from, this.#at - 1);
  }

  expectEnd(): void {
    if (this.peek()) {
      throw this.unexpected();
    }
  }

  rest(): readonly Token[] {
    const rest = this.#tokens.slice(this.#at);
    this.#at = this.#tokens.length;
    return rest;
  }

  /** Returns the error for the token that comes next. */
  unexpected(): SqlError {
    const token = this.peek();
    if (!token) {
      return syntaxErrorAtEnd();
    }
    return syntaxError(token.text, token.start);
  }
}
