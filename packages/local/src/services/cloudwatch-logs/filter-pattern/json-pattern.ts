import { invalidParameter } from "../api/refusals.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Returns whether a JSON value matches. */
type MatchesValue = (value: unknown) => boolean;

type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=";

const nothing = Symbol("no value at the selector");

/**
 * Compiles `{ $.level = "ERROR" && ($.status >= 500 || $.path = "/v1/*") }`: comparisons of what is at a
 * selector with a text, in which `*` stands for any characters, or with a number; `IS TRUE`, `IS FALSE`, `IS
 * NULL`, `NOT EXISTS`.
 *
 * Throws ServiceError InvalidParameterException for any other text.
 */
export function compileJsonPattern(text: string): MatchesValue {
  const reader = new Reader(text);
  reader.take("{");
  const matches = readOr(reader);
  reader.take("}");
  reader.end();
  return matches;
}

/** Reads the tokens of a pattern. */
class Reader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    const tokens = tokensOf(text);
    if (!tokens) {
      throw this.invalid();
    }
    this.#tokens = tokens;
  }

  get next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  shift(): Token {
    const token = this.next;
    if (!token) {
      throw this.invalid();
    }
    this.#at += 1;
    return token;
  }

  isNext(symbol: string): boolean {
    return this.next?.kind === "symbol" && this.next.text.toUpperCase() === symbol;
  }

  take(symbol: string): void {
    if (!this.isNext(symbol)) {
      throw this.invalid();
    }
    this.#at += 1;
  }

  end(): void {
    if (this.next) {
      throw this.invalid();
    }
  }

  invalid() {
    return invalidParameter(`Invalid filter pattern: ${this.#text}`);
  }
}

function readOr(reader: Reader): MatchesValue {
  const parts = [readAnd(reader)];
  while (reader.isNext("||")) {
    reader.take("||");
    parts.push(readAnd(reader));
  }
  return (value) => parts.some((matches) => matches(value));
}

function readAnd(reader: Reader): MatchesValue {
  const parts = [readCondition(reader)];
  while (reader.isNext("&&")) {
    reader.take("&&");
    parts.push(readCondition(reader));
  }
  return (value) => parts.every((matches) => matches(value));
}

function readCondition(reader: Reader): MatchesValue {
  if (reader.isNext("(")) {
    reader.take("(");
    const matches = readOr(reader);
    reader.take(")");
    return matches;
  }
  const token = reader.shift();
  if (token.kind !== "selector") {
    throw reader.invalid();
  }
  const select = (value: unknown): unknown => valueAt(value, token.path);
  if (reader.isNext("IS")) {
    reader.take("IS");
    return readIs(reader, select);
  }
  if (reader.isNext("NOT")) {
    reader.take("NOT");
    reader.take("EXISTS");
    return (value) => select(value) === nothing;
  }
  return readComparison(reader, select);
}

function readIs(reader: Reader, select: (value: unknown) => unknown): MatchesValue {
  const constants = { TRUE: true, FALSE: false, NULL: null };
  for (const [name, constant] of Object.entries(constants)) {
    if (reader.isNext(name)) {
      reader.take(name);
      return (value) => select(value) === constant;
    }
  }
  throw reader.invalid();
}

function readComparison(reader: Reader, select: (value: unknown) => unknown): MatchesValue {
  const operator = readOperator(reader);
  const operand = reader.shift();
  if (operand.kind === "number") {
    return (value) => {
      const found = select(value);
      return typeof found === "number" && compare(found, operator, operand.value);
    };
  }
  if (operand.kind !== "text" || (operator !== "=" && operator !== "!=")) {
    throw reader.invalid();
  }
  const form = new RegExp(`^${operand.text.split("*").map(escaped).join(".*")}$`, "su");
  return (value) => {
    const found = select(value);
    const isScalar = typeof found === "string" || typeof found === "number" || typeof found === "boolean";
    return isScalar && form.test(String(found)) === (operator === "=");
  };
}

function readOperator(reader: Reader): Operator {
  const token = reader.shift();
  const operators: readonly Operator[] = ["=", "!=", "<", "<=", ">", ">="];
  const operator = operators.find((each) => token.kind === "symbol" && token.text === each);
  if (operator === undefined) {
    throw reader.invalid();
  }
  return operator;
}

function compare(found: number, operator: Operator, operand: number): boolean {
  switch (operator) {
    case "=":
      return found === operand;
    case "!=":
      return found !== operand;
    case "<":
      return found < operand;
    case "<=":
      return found <= operand;
    case ">":
      return found > operand;
    case ">=":
      return found >= operand;
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/gu, String.raw`\$&`);
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found: unknown = value;
  for (const name of path) {
    if (found === null || typeof found !== "object" || !Object.hasOwn(found, name)) {
      return nothing;
    }
    found = Reflect.get(found, name);
  }
  return found;
}
