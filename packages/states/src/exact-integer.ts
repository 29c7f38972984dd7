import { type ExactInteger, isExactInteger, type JsonValue } from "./json.ts";

type SourceReviver = (key: string, value: unknown, context: { source?: string }) => unknown;

/** What TypeScript's library does not declare yet. */
const {
  rawJSON,
  parse: parseWithSource,
}: {
  rawJSON: (text: string) => ExactInteger;
  parse: (text: string, revive: SourceReviver) => JsonValue;
} = Object(JSON);

/** A member or an element that may need more digits than a double has; in a text it is a false alarm. */
const LONG_INTEGER = /(?:^|[\s:[,])-?\d{16,19}(?:[\s,\]}]|$)/;

const MIN_INTEGER = -(2n ** 63n);
const MAX_INTEGER = 2n ** 63n - 1n;

/** Returns the whole number of 64 bits that `digits` writes: a number where a double writes the same digits. */
export function integerOf(digits: string): number | ExactInteger {
  const number = Number(digits);
  const integer = BigInt(digits);
  const isKept = String(number) === digits || integer < MIN_INTEGER || integer > MAX_INTEGER;
  return isKept ? number : rawJSON(digits);
}

/** Returns the nearest double of an exact integer, as arithmetic takes it; any other value as it is. */
export function toDouble(value: JsonValue): JsonValue;
export function toDouble(value: unknown): unknown;
export function toDouble(value: unknown): unknown {
  return isExactInteger(value) ? Number(value.rawJSON) : value;
}

/**
 * Parses JSON as AWS does: whole numbers stay exact as far as 64 bits reach, others become doubles.
 * Throws SyntaxError.
 */
export function parseJson(text: string): JsonValue {
  return LONG_INTEGER.test(text) ? parseWithSource(text, keepExact) : JSON.parse(text);
}

function keepExact(_: string, value: unknown, { source }: { source?: string }): unknown {
  return typeof value === "number" && source !== undefined && /^-?\d{16,19}$/.test(source)
    ? integerOf(source)
    : value;
}
