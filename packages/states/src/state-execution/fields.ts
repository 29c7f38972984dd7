import {
  evaluateJsonataTemplate,
  jsonataExpressionOf,
  type JsonataScope,
} from "../jsonata/evaluate-jsonata.ts";
import {
  isWithin,
  requireInteger,
  requireResultType,
  requireWithin,
  type ExpressionPlace,
  type NumberRange,
} from "../jsonata/query-evaluation-error.ts";
import { evaluatePath, evaluatePathOfField, type PathScope } from "../jsonpath/evaluate-path.ts";
import { evaluatePayloadTemplate } from "./payload-template.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { StatesError } from "../states-error.ts";
import { contextObject, type MaybePromise, type Visit } from "./visit.ts";

/** What `$states` holds besides the context. */
export type StatesVariable = { input: JsonValue; result?: JsonValue; errorOutput?: JsonValue };

/** A field's value, with expressions anywhere in it, and the field's name. */
export type JsonataField = { value: JsonValue; location: string };

/** Returns the scope of JSONPath fields: `$` is `input`. */
export function pathScope(visit: Visit, input: JsonValue): PathScope {
  return new VisitScope(visit, input);
}

/** The context object is made only when a path asks for it: most states never do. */
class VisitScope implements PathScope {
  readonly input: JsonValue;
  readonly variables: JsonObject;
  readonly random: () => number;
  readonly uuid: () => string;
  readonly #visit: Visit;

  constructor(visit: Visit, input: JsonValue) {
    this.input = input;
    this.variables = visit.frame.variables;
    this.random = visit.run.random;
    this.uuid = visit.run.uuid;
    this.#visit = visit;
  }

  get context(): JsonObject {
    return contextObject(this.#visit);
  }
}

export function evaluateTemplate(visit: Visit, template: JsonValue, input: JsonValue): JsonValue {
  return evaluatePayloadTemplate(template, pathScope(visit, input));
}

export function evaluateJsonataField(
  visit: Visit,
  field: JsonataField,
  states: StatesVariable,
): Promise<JsonValue> {
  const scope: JsonataScope = {
    states: { ...states, context: contextObject(visit) },
    variables: visit.frame.variables,
    now: () => visit.run.clock.now(),
    random: visit.run.random,
    uuid: visit.run.uuid,
  };
  return evaluateJsonataTemplate(field.value, scope, field.location);
}

type ResultTypes = { string: string; number: number; boolean: boolean };

/**
 * Does the same as `evaluateJsonataField`, for a field of one type. Throws `States.QueryEvaluationError` for
 * another.
 */
export async function evaluateJsonataAs<T extends keyof ResultTypes>(
  visit: Visit,
  field: JsonataField,
  { type, input }: { type: T; input: JsonValue },
): Promise<ResultTypes[T]> {
  const result = await evaluateJsonataField(visit, field, { input });
  requireResultType(result, type, placeOf(field));
  return result as ResultTypes[T];
}

/** Returns the expression of a field and its location, as causes name them. */
export function placeOf({ value, location }: JsonataField): ExpressionPlace {
  const expression =
    typeof value === "string" ? (jsonataExpressionOf(value) ?? value) : JSON.stringify(value);
  return { expression, location };
}

/**
 * Returns what a Task or a Parallel is given: Arguments in JSONata, Parameters in JSONPath, else its input.
 */
export async function evaluateParameters(
  visit: Visit,
  fields: { Arguments?: JsonValue; Parameters?: JsonValue },
  input: JsonValue,
): Promise<JsonValue> {
  const { Arguments, Parameters } = fields;
  const { inspect } = visit.run;
  if (visit.language === "JSONata") {
    if (Arguments === undefined) {
      return input;
    }
    const value = await evaluateJsonataField(visit, { value: Arguments, location: "Arguments" }, { input });
    inspect?.("afterArguments", value);
    return value;
  }
  const value = Parameters === undefined ? input : evaluateTemplate(visit, Parameters, input);
  inspect?.("afterParameters", value);
  return value;
}

/** Returns the state's input after InputPath; `null` yields an empty object. */
export function selectInput(visit: Visit): JsonValue {
  const path = visit.state.InputPath;
  const input = path === undefined ? visit.input : pathValue(visit, path, visit.input);
  visit.run.inspect?.("afterInputPath", input);
  return input;
}

/** Returns what OutputPath selects of an output; `null` yields an empty object. */
export function selectOutput(visit: Visit, output: JsonValue): JsonValue {
  const path = visit.state.OutputPath;
  if (path === undefined) {
    return output;
  }
  return pathValue(visit, path, output);
}

function pathValue(visit: Visit, path: string | null, input: JsonValue): JsonValue {
  return path === null ? {} : evaluatePath(path, pathScope(visit, input));
}

/**
 * A field that holds a number, a JSONata expression, or (as `<name>Path`) a path to a number; and the range
 * that it must be in when it is computed.
 */
export type NumericField = {
  name: string;
  value: number | string | undefined;
  path?: string | undefined;
  kind?: "integer" | "float";
  /** The range that a value computed at run time must be in; the validator holds constants to it. */
  range?: NumberRange;
};

/** Returns the value of a numeric field, undefined if the state lacks it. */
export function evaluateNumber(
  visit: Visit,
  field: NumericField,
  input: JsonValue,
): MaybePromise<number | undefined> {
  if (field.path !== undefined) {
    return numberAt(visit, { ...field, path: field.path }, input);
  }
  if (typeof field.value !== "string") {
    return field.value;
  }
  return numberOf(visit, { ...field, value: field.value }, input);
}

/**
 * Throws `States.QueryEvaluationError` for a fraction where the field takes whole numbers, and out of its
 * range.
 */
async function numberOf(
  visit: Visit,
  { name: location, value, kind = "integer", range }: NumericField & { value: string },
  input: JsonValue,
): Promise<number> {
  const number = await evaluateJsonataAs(visit, { location, value }, { type: "number", input });
  const place = placeOf({ location, value });
  if (kind === "integer") {
    requireInteger(number, place);
  }
  if (range) {
    requireWithin(number, range, place);
  }
  return number;
}

function numberAt(visit: Visit, field: NumericField & { path: string }, input: JsonValue): number {
  const value = evaluatePathOfField(field.path, `${field.name}Path`, pathScope(visit, input));
  const kind = field.kind ?? "integer";
  const number = typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number === "number" && (kind === "float" || Number.isInteger(number))) {
    if (!field.range || isWithin(number, field.range)) {
      return number;
    }
    const { min, max } = field.range;
    throw new StatesError(
      "States.Runtime",
      `The ${field.name}Path field refers to value "${number}" which is outside of the range ${min} to ${max}: ${field.path}`,
    );
  }
  throw new StatesError(
    "States.Runtime",
    `The ${field.name}Path field refers to value "${typeof value === "string" ? value : JSON.stringify(value)}" which is not a valid ${kind}: ${field.path}`,
  );
}
