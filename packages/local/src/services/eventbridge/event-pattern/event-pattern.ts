import { isArray, isObject, type JsonValue, type Scalar } from "./json-value.ts";
import { leafTest, operatorNames } from "./leaf-tests.ts";
import { PatternError } from "./pattern-error.ts";

/** Decides whether a pattern matches an event. */
export type EventPattern = (event: JsonValue) => boolean;

/** What a level of a pattern asks: all of its fields, and of each `$or` one of its alternatives. */
type Level = { fields: readonly Field[]; alternatives: readonly (readonly Level[])[] };

type Field = {
  name: string;
  /** From the event's root. */
  path: readonly string[];
} & (
  | { kind: "level"; level: Level }
  | { kind: "leaf"; mayBeAbsent: boolean; test: (value: Scalar) => boolean }
);

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const maxPatternCharacters = 4096;

/**
 * Reads an event pattern. A field matches if its value, or of a list one of its values, is one of the
 * pattern's; the fields of an object in a list must match in the same object.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 *
 * Throws PatternError with AWS's reason for a text that is no pattern.
 */
export function readEventPattern(text: string): EventPattern {
  if (text.length > maxPatternCharacters) {
    throw new PatternError(`The pattern has more than ${maxPatternCharacters} characters`);
  }
  const pattern = parse(text);
  if (!isObject(pattern)) {
    throw new PatternError("Filter is not an object");
  }
  const level = readLevel(pattern, []);
  return (event) => matchesLevel(level, event, event);
}

function parse(text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch (cause) {
    throw new PatternError("The pattern is not JSON", { cause });
  }
}

function readLevel(pattern: { readonly [name: string]: JsonValue }, path: readonly string[]): Level {
  const entries = Object.entries(pattern);
  if (entries.length === 0) {
    throw new PatternError("Empty objects are not allowed");
  }
  const alternatives: Level[][] = [];
  const fields: Field[] = [];
  for (const [name, value] of entries) {
    const either = name === "$or" ? readAlternatives(value) : undefined;
    if (either) {
      alternatives.push(either.map((each) => readLevel(each, path)));
    } else {
      fields.push(readField([...path, name], value));
    }
  }
  return { fields, alternatives };
}

/**
 * Returns the alternatives of `$or`; undefined where it is the name of a field: it has less than two
 * alternatives, or one of them is an operator.
 */
function readAlternatives(value: JsonValue): { readonly [name: string]: JsonValue }[] | undefined {
  if (!isArray(value) || value.length < 2) {
    return undefined;
  }
  const objects = value.filter((each) => isObject(each));
  const areFields = objects.every((each) => !Object.keys(each).some((name) => operatorNames.has(name)));
  return objects.length === value.length && areFields ? objects : undefined;
}

function readField(path: readonly string[], value: JsonValue): Field {
  const name = path.at(-1) ?? "";
  if (isObject(value)) {
    return { kind: "level", name, path, level: readLevel(value, path) };
  }
  if (!isArray(value)) {
    throw new PatternError(`"${name}" must be an object or an array`);
  }
  if (value.length === 0) {
    throw new PatternError("Empty arrays are not allowed");
  }
  const tests = value.map(leafTest);
  return {
    kind: "leaf",
    name,
    path,
    mayBeAbsent: tests.some(({ kind }) => kind === "absent"),
    test: (scalar) => tests.some((each) => each.kind === "value" && each.test(scalar)),
  };
}

/** Returns whether an object, or one of a list of objects, has all that the level asks. */
function matchesLevel(level: Level, value: JsonValue | undefined, event: JsonValue): boolean {
  if (isArray(value)) {
    const objects = value.length === 0 ? [undefined] : value;
    return objects.some((each) => matchesLevel(level, each, event));
  }
  const object = isObject(value) ? value : {};
  return (
    level.fields.every((field) => matchesField(field, memberOf(object, field.name), event)) &&
    level.alternatives.every((either) => either.some((each) => matchesLevel(each, object, event)))
  );
}

function matchesField(field: Field, value: JsonValue | undefined, event: JsonValue): boolean {
  if (field.kind === "level") {
    return matchesLevel(field.level, value, event);
  }
  // A field is absent if it is so everywhere, also in the other objects of a list.
  const isAbsent = field.mayBeAbsent && !hasScalar(event, field.path);
  return isAbsent || scalarsOf(value).some(field.test);
}

function memberOf(object: { readonly [name: string]: JsonValue }, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Returns the values that a leaf of a pattern is compared with: of a list, also of lists in it, each. */
function scalarsOf(value: JsonValue | undefined): Scalar[] {
  if (isArray(value)) {
    return value.flatMap(scalarsOf);
  }
  return value === undefined || isObject(value) ? [] : [value];
}

/** `exists` knows leaves alone: a field that is an object does not exist. */
function hasScalar(value: JsonValue | undefined, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) {
    return scalarsOf(value).length > 0;
  }
  if (isArray(value)) {
    return value.some((each) => hasScalar(each, path));
  }
  return isObject(value) && hasScalar(memberOf(value, name), rest);
}
