import { compileOnce } from "../compile-once.ts";
import { type FilterSource, parseFilter, parseOperand } from "./parse-filter.ts";
import { PathReader } from "./path-reader.ts";
import {
  type FilterOperand,
  type Path,
  pathFunctionNames,
  type PathFunctionName,
  type PathRoot,
  type PathStep,
  PathSyntaxError,
} from "./path-syntax.ts";

/** A variable's name: a Unicode identifier of at most 80 characters. */
const variableName = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
/**
 * A name in dot notation runs to the next delimiter, as in Jayway: `$.delivery-partner` and `$.@id` need no
 * brackets.
 */
const dotName = /[^.[\]()\s'",]+/uy;
/** The same inside a filter or an argument, where an operator ends it too. */
const nestedDotName = /[^.[\]()\s'",<>=!&|]+/uy;
const INTEGER = /-?\d{1,9}/y;
/** `(@.length-1)` counts an index from the end. */
const fromEnd = /\(\s*@\.length(?:\(\))?\s*-\s*(?=[1-9]\d{0,8}\s*\))/y;

/** Paths nest only within filters and function arguments. */
const maxDepth = 20;

/**
 * Parses a JSONPath as Step Functions reads it: Jayway's dialect, with `$$` for the context object and
 * `$name` for a variable. Blanks around the path do not count. Throws PathSyntaxError.
 * https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
 */
export const parsePath = compileOnce((text: string): Path => {
  const reader = new PathReader(text.trim());
  const path = parsePathFrom(reader, 0);
  if (!reader.ended) {
    throw reader.error("Expected '.' or '['");
  }
  return path;
});

/**
 * Parses the path that starts at the reader's place and stops at the first character that does not belong to
 * it. `depth` is 0 for a path that stands alone, more for one inside a filter or the arguments of a function.
 */
export function parsePathFrom(reader: PathReader, depth: number): Path {
  if (depth > maxDepth) {
    throw new PathSyntaxError(`Paths nest more than ${maxDepth} deep`);
  }
  const start = reader.position;
  const root = parseRoot(reader, depth);
  const steps: PathStep[] = [];
  for (let step = parseStep(reader, depth); step !== undefined; step = parseStep(reader, depth)) {
    steps.push(step);
    if (step.kind === "descendants" && reader.peek() !== "[") {
      steps.push(parseDotStep(reader, depth));
    }
  }
  const definite = steps.every(isDefiniteStep);
  return { text: reader.text.slice(start, reader.position), root, steps, definite };
}

function isDefiniteStep(step: PathStep, position: number, steps: PathStep[]): boolean {
  return (
    step.kind === "property" ||
    step.kind === "index" ||
    step.kind === "function" ||
    (step.kind === "properties" && position === steps.length - 1)
  );
}

function parseRoot(reader: PathReader, depth: number): PathRoot {
  if (depth > 0 && reader.skip("@")) {
    return { kind: "item" };
  }
  if (reader.skip("$$")) {
    return { kind: "context" };
  }
  reader.expect("$");
  const name = reader.read(variableName);
  return name === undefined ? { kind: "input" } : { kind: "variable", name };
}

function parseStep(reader: PathReader, depth: number): PathStep | undefined {
  if (reader.skip("..")) {
    return { kind: "descendants" };
  }
  if (reader.skip(".")) {
    return parseDotStep(reader, depth);
  }
  return reader.skip("[") ? parseBracketStep(reader, depth) : undefined;
}

function parseDotStep(reader: PathReader, depth: number): PathStep {
  if (reader.skip("*")) {
    return { kind: "wildcard" };
  }
  // Jayway, and AWS's own documentation, allow `$.abc.['def ghi']`.
  if (reader.skip("[")) {
    return parseBracketStep(reader, depth);
  }
  const name = reader.read(depth === 0 ? dotName : nestedDotName);
  if (name === undefined) {
    throw reader.error("Expected a field name");
  }
  return reader.skip("(") ? parseFunctionCall(name, reader, depth) : { kind: "property", name };
}

function parseFunctionCall(name: string, reader: PathReader, depth: number): PathStep {
  if (!isPathFunctionName(name)) {
    throw new PathSyntaxError(`There is no path function named ${name}`);
  }
  const operands: FilterOperand[] = [];
  reader.skipSpaces();
  while (!reader.skip(")")) {
    if (operands.length > 0) {
      reader.expect(",");
    }
    operands.push(parseOperand(filterSource(reader), depth + 1));
    reader.skipSpaces();
  }
  return { kind: "function", name, arguments: operands };
}

function filterSource(reader: PathReader): FilterSource {
  return { reader, parsePath: (depth) => parsePathFrom(reader, depth) };
}

function isPathFunctionName(name: string): name is PathFunctionName {
  return pathFunctionNames.some((known) => known === name);
}

function parseBracketStep(reader: PathReader, depth: number): PathStep {
  reader.skipSpaces();
  const step = parseBracketContent(reader, depth);
  reader.skipSpaces();
  reader.expect("]");
  return step;
}

function parseBracketContent(reader: PathReader, depth: number): PathStep {
  if (reader.skip("*")) {
    return { kind: "wildcard" };
  }
  if (reader.skip("?")) {
    return { kind: "filter", condition: parseFilter(filterSource(reader), depth + 1) };
  }
  if (reader.read(fromEnd) !== undefined) {
    const step: PathStep = { kind: "index", index: -readRequiredInteger(reader), computed: true };
    reader.skipSpaces();
    reader.expect(")");
    return step;
  }
  if (reader.peek() === "'" || reader.peek() === '"') {
    const names = parseList(reader, () => reader.readQuoted());
    const [name] = names;
    return names.length === 1 && name !== undefined
      ? { kind: "property", name }
      : { kind: "properties", names };
  }
  return parseIndexes(reader);
}

function parseIndexes(reader: PathReader): PathStep {
  const from = readInteger(reader);
  reader.skipSpaces();
  if (reader.skip(":")) {
    reader.skipSpaces();
    const to = readInteger(reader);
    return {
      kind: "slice",
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    };
  }
  if (from === undefined) {
    throw reader.error("Expected an index, a slice, a name in quotes, '*' or '?'");
  }
  if (!reader.skip(",")) {
    return { kind: "index", index: from };
  }
  reader.skipSpaces();
  const others = parseList(reader, () => readRequiredInteger(reader));
  return { kind: "indexes", indexes: [from, ...others] };
}

function parseList<Item>(reader: PathReader, parseItem: () => Item): Item[] {
  const items = [parseItem()];
  reader.skipSpaces();
  while (reader.skip(",")) {
    reader.skipSpaces();
    items.push(parseItem());
    reader.skipSpaces();
  }
  return items;
}

function readInteger(reader: PathReader): number | undefined {
  const digits = reader.read(INTEGER);
  return digits === undefined ? undefined : Number(digits);
}

function readRequiredInteger(reader: PathReader): number {
  const integer = readInteger(reader);
  if (integer === undefined) {
    throw reader.error("Expected an index");
  }
  return integer;
}
