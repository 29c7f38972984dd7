import { numberOf } from "../exact-integer.ts";
import type { JsonValue } from "../json.ts";
import type { PathReader } from "./path-reader.ts";
import {
  filterOperators,
  type FilterCondition,
  type FilterOperand,
  type FilterOperator,
  type Path,
  PathSyntaxError,
} from "./path-syntax.ts";

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const KEYWORD = /(?:true|false|null)\b/y;
/** What may follow a number or a keyword for it not to be the start of a text without quotes. */
const afterLiteral = /\s*(?:[),\]]|&&|\|\||$)/y;
/** A text without quotes runs to the end of its comparison: `@.colour==dark red)`. */
const bareText = /[^\s'"=<>!()[\]{}&|@$](?:[^'"=<>!()[\]{}&|]*[^\s'"=<>!()[\]{}&|])?/y;
const REGEX = /\/(?:[^/\\]|\\.)+\/[imsu]*/y;
const maxDepth = 50;

/**
 * What a filter is read from. The grammar of paths and that of filters hold each other, so the former is
 * passed in.
 */
export type FilterSource = { reader: PathReader; parsePath: (depth: number) => Path };

/** Parses `(condition)`, the part of `[?(condition)]` after the question mark. Throws PathSyntaxError. */
export function parseFilter(source: FilterSource, depth: number): FilterCondition {
  const { reader } = source;
  reader.skipSpaces();
  reader.expect("(");
  const condition = parseOr(source, depth);
  reader.skipSpaces();
  reader.expect(")");
  return condition;
}

function parseOr(source: FilterSource, depth: number): FilterCondition {
  if (depth > maxDepth) {
    throw new PathSyntaxError(`The filter nests more than ${maxDepth} deep`);
  }
  const { reader } = source;
  return parseChain(reader, "||", () => parseChain(reader, "&&", () => parseNot(source, depth)));
}

function parseChain(
  reader: PathReader,
  operator: "||" | "&&",
  parsePart: () => FilterCondition,
): FilterCondition {
  const first = parsePart();
  const conditions = [first];
  reader.skipSpaces();
  while (reader.skip(operator)) {
    conditions.push(parsePart());
    reader.skipSpaces();
  }
  return conditions.length === 1 ? first : { kind: operator === "||" ? "or" : "and", conditions };
}

function parseNot(source: FilterSource, depth: number): FilterCondition {
  const { reader } = source;
  reader.skipSpaces();
  if (reader.skip("!")) {
    reader.skipSpaces();
    const condition = reader.peek() === "(" ? parseFilter(source, depth + 1) : parseNot(source, depth + 1);
    return { kind: "not", condition };
  }
  return reader.peek() === "(" ? parseFilter(source, depth + 1) : parseComparison(source, depth);
}

function parseComparison(source: FilterSource, depth: number): FilterCondition {
  const { reader } = source;
  const left = parseOperand(source, depth);
  reader.skipSpaces();
  const operator = readOperator(reader);
  if (operator !== undefined) {
    return { kind: "compare", operator, left, right: parseRightOperand(source, depth) };
  }
  if (left.kind !== "path") {
    throw reader.error("Expected an operator");
  }
  return { kind: "exists", path: left.path };
}

function readOperator(reader: PathReader): FilterOperator | undefined {
  return filterOperators.find((operator) => reader.skip(operator));
}

/**
 * The right side of a comparison may also be a text without quotes, as the releases of Jayway before 2.1 take
 * it: state machines on AWS compare by `[?(@.status==done)]`.
 */
function parseRightOperand(source: FilterSource, depth: number): FilterOperand {
  const { reader } = source;
  reader.skipSpaces();
  const start = reader.position;
  if (reader.read(KEYWORD) === undefined) {
    reader.read(NUMBER);
  }
  const isWhole = reader.position > start && reader.read(afterLiteral) !== undefined;
  reader.position = start;
  const text = isWhole || reader.peek() === "/" ? undefined : reader.read(bareText);
  return text === undefined ? parseOperand(source, depth) : { kind: "literal", value: text };
}

/** Parses a path, a literal or a regular expression. Throws PathSyntaxError. */
export function parseOperand(source: FilterSource, depth: number): FilterOperand {
  const { reader } = source;
  reader.skipSpaces();
  const character = reader.peek();
  if (character === "$" || character === "@") {
    return { kind: "path", path: source.parsePath(depth + 1) };
  }
  if (character === "/") {
    return { kind: "regex", regex: parseRegex(reader) };
  }
  return { kind: "literal", value: parseLiteral(source, depth) };
}

function parseRegex(reader: PathReader): RegExp {
  const source = reader.read(REGEX);
  if (source === undefined) {
    throw reader.error("The regular expression does not end");
  }
  const end = source.lastIndexOf("/");
  try {
    return new RegExp(source.slice(1, end), source.slice(end + 1));
  } catch (error) {
    throw new PathSyntaxError(`Bad regular expression ${source}`, { cause: error });
  }
}

function parseLiteral(source: FilterSource, depth: number): JsonValue {
  const { reader } = source;
  if (reader.peek() === "'" || reader.peek() === '"') {
    return reader.readQuoted();
  }
  if (reader.skip("[")) {
    return parseArrayLiteral(source, depth + 1);
  }
  const keyword = reader.read(KEYWORD);
  if (keyword !== undefined) {
    return keyword === "null" ? null : keyword === "true";
  }
  const digits = reader.read(NUMBER);
  if (digits === undefined) {
    throw reader.error("Expected a path or a literal");
  }
  return numberOf(digits);
}

function parseArrayLiteral(source: FilterSource, depth: number): JsonValue[] {
  const { reader } = source;
  if (depth > maxDepth) {
    throw new PathSyntaxError(`The filter nests more than ${maxDepth} deep`);
  }
  const items: JsonValue[] = [];
  reader.skipSpaces();
  while (!reader.skip("]")) {
    if (items.length > 0) {
      reader.expect(",");
      reader.skipSpaces();
    }
    items.push(parseLiteral(source, depth));
    reader.skipSpaces();
  }
  return items;
}
