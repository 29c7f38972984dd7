import { maxJsonDepth, textNestsTooDeep } from "./json-depth.ts";
import { type ExactInteger, isExactInteger, type JsonValue } from "./json.ts";

/** What JSON.parse returns: the caller says what it is. */
type ParsedJson = ReturnType<typeof JSON.parse>;

type SourceReviver = (key: string, value: unknown, context: { source?: string }) => unknown;

/** What TypeScript's library does not declare yet. */
const {
  rawJSON,
  parse: parseWithSource,
}: {
  rawJSON: (text: string) => ExactInteger;
  parse: (text: string, revive: SourceReviver) => ParsedJson;
} = Object(JSON);

/** A member or an element that may need more digits than a double has; in a text it is a false alarm. */
const longInteger = /(?:^|[\s:[,])-?\d{16,19}(?:[\s,\]}]|$)/;

const minInteger = -(2n ** 63n);
const maxInteger = 2n ** 63n - 1n;

/**
 * Returns the whole number of 64 bits that `digits` writes: a number where a double writes the same digits.
 */
export function integerOf(digits: string): number | ExactInteger {
  const number = Number(digits);
  const integer = BigInt(digits);
  const isKept = String(number) === digits || integer < minInteger || integer > maxInteger;
  if (isKept) {
    return number;
  }
  anyMade = true;
  return rawJSON(digits);
}

/** Returns the number that a JSON text of one writes. */
export function numberOf(text: string): number | ExactInteger {
  return /^-?\d{16,19}$/.test(text) ? integerOf(text) : Number(text);
}

let anyMade = false;

/**
 * Returns whether this process has come across an exact integer: most never do, and need not look out for
 * them.
 */
export function exactIntegersExist(): boolean {
  return anyMade;
}

/**
 * Returns the order of two numbers, exact integers included: negative, zero or positive; NaN for anything
 * that is not a number.
 */
export function orderOfNumbers(left: unknown, right: unknown): number {
  const [from, to] = [toDouble(left), toDouble(right)];
  if (typeof from !== "number" || typeof to !== "number" || Number.isNaN(from + to)) {
    return Number.NaN;
  }
  return from === to ? orderOfDigits(left, right) : from - to;
}

/** Returns the nearest double of an exact integer, as arithmetic takes it; any other value as it is. */
export function toDouble(value: JsonValue): JsonValue;
export function toDouble(value: unknown): unknown;
export function toDouble(value: unknown): unknown {
  return isExactInteger(value) ? Number(value.rawJSON) : value;
}

/** Distinguishes what doubles cannot. */
function orderOfDigits(left: unknown, right: unknown): number {
  if (!isExactInteger(left) && !isExactInteger(right)) {
    return 0;
  }
  const [from, to] = [left, right].map((value) =>
    BigInt(isExactInteger(value) ? value.rawJSON : Number(value)),
  );
  return Number((from ?? 0n) - (to ?? 0n));
}

/**
 * Parses JSON as AWS does: whole numbers stay exact as far as 64 bits reach, others become doubles.
 * Throws SyntaxError, for what nests more than 1,000 deep too.
 */
export function parseJson(text: string): JsonValue {
  const value: JsonValue = parseOwnJson(text);
  if (textNestsTooDeep(text)) {
    throw new SyntaxError(`The JSON nests more than ${maxJsonDepth} deep`);
  }
  return value;
}

/**
 * Does the same as `parseJson`, for a text of a known type: one that was checked before, or that this package
 * wrote.
 */
export function parseOwnJson(text: string): ParsedJson {
  return longInteger.test(text) ? parseWithSource(text, keepExact) : JSON.parse(text);
}

function keepExact(_: string, value: unknown, { source }: { source?: string }): unknown {
  return typeof value === "number" && source !== undefined ? numberOf(source) : value;
}
