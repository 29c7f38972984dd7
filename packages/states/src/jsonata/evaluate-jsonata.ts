import jsonata, { type Expression } from "jsonata";

import { compileOnce } from "../compile-once.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { setMember } from "../set-member.ts";
import type { StatesError } from "../states-error.ts";
import { BoundedRegExp } from "./bounded-regex-engine.ts";
import { boundTexts } from "./bounded-text.ts";
import { NotJsonError, toPlainJson } from "./plain-json.ts";
import { type ExpressionPlace, queryEvaluationError } from "./query-evaluation-error.ts";
import { addStatesFunctions, RANDOM_SOURCE, TIME_SOURCE, UUID_SOURCE } from "./states-functions.ts";
import { takeTimeFromScope } from "./time-functions.ts";

/**
 * What an expression can read: `$states` and the variables; and what functions draw from, `now` in milliseconds since
 * the epoch. `result` and `errorOutput` are there only where the state has them.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export type JsonataScope = {
  states: { input: JsonValue; context: JsonObject; result?: JsonValue; errorOutput?: JsonValue };
  variables: JsonObject;
  now: () => number;
  random: () => number;
  uuid: () => string;
};

/**
 * Bounds of one evaluation, so that no expression can hold the process: milliseconds, nested evaluations (a recursive
 * function takes about four of them for each call) and items of a sequence.
 */
const LIMITS = { timeout: 5_000, stack: 10_000, sequence: 1_000_000 };

// JSONata only ever calls it with `new`.
const REGEX_ENGINE = BoundedRegExp as unknown as RegExpConstructor;

const DELIMITED = /^\{%([^]*)%\}$/;

/**
 * The text between `{%` and `%}`, trimmed; undefined for a string that is no expression. The delimiters are the very
 * ends of the string: `" {% 1 %}"` is a plain string.
 */
export function jsonataExpressionOf(text: string): string | undefined {
  return DELIMITED.exec(text)?.[1]?.trim();
}

/** Compiles an expression (without delimiters). Throws a JSONata error (`code`, `message`, `position`) at bad syntax. */
export const compileJsonata = compileOnce((expression: string): Expression => {
  const compiled = jsonata(expression, { ...LIMITS, RegexEngine: REGEX_ENGINE });
  addStatesFunctions(compiled);
  takeTimeFromScope(compiled);
  boundTexts(compiled);
  return compiled;
});

/**
 * Evaluates `expression` (without delimiters) that stands in the field `location` of a state, such as `Items`.
 * Throws `States.QueryEvaluationError` for bad syntax, a failure, an undefined result and one that is not JSON.
 */
export async function evaluateJsonata(
  expression: string,
  scope: JsonataScope,
  location: string,
): Promise<JsonValue> {
  const place = { expression, location };
  const result = await evaluateToAnything(place, scope);
  if (result === undefined) {
    throw queryEvaluationError(place, "returned nothing (undefined).");
  }
  try {
    return toPlainJson(result);
  } catch (error) {
    if (error instanceof NotJsonError) {
      throw queryEvaluationError(place, `returned an unexpected result type: '${error.kind}'.`, {
        cause: error,
      });
    }
    throw evaluationFailure(place, error);
  }
}

/**
 * Copies `value`, putting the result of each string `{% … %}` inside it in that string's place. `location` is the
 * field that holds the value; a nested expression's place is named below it: `Output/result`.
 * Throws as evaluateJsonata does, at the first expression that fails.
 */
export async function evaluateJsonataTemplate(
  value: JsonValue,
  scope: JsonataScope,
  location: string,
): Promise<JsonValue> {
  if (typeof value === "string") {
    const expression = jsonataExpressionOf(value);
    return expression === undefined ? value : evaluateJsonata(expression, scope, location);
  }
  if (Array.isArray(value)) {
    const items: JsonValue[] = [];
    for (const [index, item] of value.entries()) {
      items.push(await evaluateJsonataTemplate(item, scope, `${location}[${index}]`));
    }
    return items;
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  const evaluated: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    setMember(evaluated, name, await evaluateJsonataTemplate(member, scope, `${location}/${name}`));
  }
  return evaluated;
}

async function evaluateToAnything(place: ExpressionPlace, scope: JsonataScope): Promise<unknown> {
  try {
    const compiled = compileJsonata(place.expression);
    return await inTurn(() => {
      const time = scope.now();
      return compiled.evaluate(undefined, {
        ...scope.variables,
        states: scope.states,
        [TIME_SOURCE]: () => time,
        [RANDOM_SOURCE]: scope.random,
        [UUID_SOURCE]: scope.uuid,
      });
    });
  } catch (error) {
    throw evaluationFailure(place, error);
  }
}

let previous: Promise<unknown> = Promise.resolve();

/**
 * Evaluations never wait for anything, so running them side by side gains nothing: each would only use up the time
 * limit of the others, and thousands of concurrent children would fail together.
 */
function inTurn(evaluate: () => Promise<unknown>): Promise<unknown> {
  const result = previous.then(evaluate, evaluate);
  previous = result;
  return result;
}

function evaluationFailure(place: ExpressionPlace, error: unknown): StatesError {
  return queryEvaluationError(place, `threw an error during evaluation. ${describe(error)}`, {
    cause: error,
  });
}

/** JSONata throws objects that are not Errors, with the code of its documentation: `T1006: Attempted to …`. */
function describe(error: unknown): string {
  if (error === null || typeof error !== "object" || !("message" in error)) {
    return String(error);
  }
  return "code" in error ? `${String(error.code)}: ${String(error.message)}` : String(error.message);
}
