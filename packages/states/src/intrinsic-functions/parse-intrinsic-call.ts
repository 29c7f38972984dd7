import { compileOnce } from "../compile-once.ts";
import { numberOf } from "../exact-integer.ts";
import { parsePathFrom } from "../jsonpath/parse-path.ts";
import { PathReader } from "../jsonpath/path-reader.ts";
import { type Path, PathSyntaxError } from "../jsonpath/path-syntax.ts";
import type { JsonValue } from "../json.ts";
import { intrinsicFunctions } from "./functions.ts";
import type { IntrinsicFunction } from "./intrinsic-function.ts";

/** `text` is the call as it is written. */
export type IntrinsicCall = {
  text: string;
  function: IntrinsicFunction;
  arguments: IntrinsicArgument[];
};

export type IntrinsicArgument =
  | { kind: "literal"; value: JsonValue }
  | { kind: "path"; path: Path }
  | { kind: "call"; call: IntrinsicCall };

const functionName = /States\.[A-Za-z0-9]+/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const KEYWORD = /(?:true|false|null)\b/y;
const stringPart = /[^'\\]+|\\[\\{}]/y;
/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html: at most 10 nested functions.
 */
const maxNestedCalls = 10;

/**
 * Parses `States.Name(arguments…)`; an argument is a string in single quotes, a number, `true`, `false`,
 * `null`, a path or another call. Throws PathSyntaxError, also for an unknown function and a wrong number of
 * arguments.
 */
export const parseIntrinsicCall = compileOnce((text: string): IntrinsicCall => {
  const reader = new PathReader(text);
  reader.skipSpaces();
  const call = parseCall(reader, 1);
  reader.skipSpaces();
  if (!reader.ended) {
    throw reader.error("Expected the end of the intrinsic function");
  }
  return call;
});

function parseCall(reader: PathReader, depth: number): IntrinsicCall {
  const start = reader.position;
  const name = reader.read(functionName);
  const definition = name === undefined ? undefined : intrinsicFunctions.get(name);
  if (name === undefined || definition === undefined) {
    throw new PathSyntaxError(
      `There is no intrinsic function named ${name ?? reader.text.slice(start, start + 80)}`,
    );
  }
  if (depth > maxNestedCalls) {
    throw new PathSyntaxError(`More than ${maxNestedCalls} intrinsic functions are nested`);
  }
  reader.skipSpaces();
  reader.expect("(");
  const parsed = parseArguments(reader, depth).map((argument, position) =>
    name === "States.Format" && position === 0 ? argument : unescapeBraces(argument),
  );
  if (parsed.length < definition.minArguments || parsed.length > definition.maxArguments) {
    throw new PathSyntaxError(`${name} does not take ${parsed.length} arguments`);
  }
  return { text: reader.text.slice(start, reader.position), function: definition, arguments: parsed };
}

function parseArguments(reader: PathReader, depth: number): IntrinsicArgument[] {
  const parsed: IntrinsicArgument[] = [];
  reader.skipSpaces();
  while (!reader.skip(")")) {
    if (parsed.length > 0) {
      reader.expect(",");
      reader.skipSpaces();
    }
    parsed.push(parseArgument(reader, depth));
    reader.skipSpaces();
  }
  return parsed;
}

function parseArgument(reader: PathReader, depth: number): IntrinsicArgument {
  if (reader.startsWith("$")) {
    return { kind: "path", path: parsePathFrom(reader, 1) };
  }
  if (reader.startsWith("States.")) {
    return { kind: "call", call: parseCall(reader, depth + 1) };
  }
  if (reader.startsWith("'")) {
    return { kind: "literal", value: readStringLiteral(reader) };
  }
  const keyword = reader.read(KEYWORD);
  if (keyword !== undefined) {
    return { kind: "literal", value: keyword === "null" ? null : keyword === "true" };
  }
  const number = reader.read(NUMBER);
  if (number === undefined) {
    throw reader.error(
      "Expected a string in single quotes, a number, true, false, null, a path or a function",
    );
  }
  return { kind: "literal", value: numberOf(number) };
}

/**
 * A backslash escapes `'`, `\\`, `{` and `}`, and may stand before nothing else. Only `\\'` is resolved here:
 * the template of States.Format needs to know its escaped braces.
 */
function readStringLiteral(reader: PathReader): string {
  const start = reader.position;
  reader.expect("'");
  let content = "";
  while (!reader.skip("'")) {
    const part = reader.skip("\\'") ? "'" : reader.read(stringPart);
    if (part === undefined) {
      reader.position = start;
      throw reader.error("The string does not end, or holds a backslash that escapes nothing");
    }
    content += part;
  }
  return content;
}

function unescapeBraces(argument: IntrinsicArgument): IntrinsicArgument {
  return argument.kind === "literal" && typeof argument.value === "string"
    ? { kind: "literal", value: argument.value.replaceAll(/\\([\\{}])/g, "$1") }
    : argument;
}
