import jsonata, { type Expression } from "jsonata";

import { compileOnce } from "../compile-once.ts";
import { exactIntegersExist } from "../exact-integer.ts";
import { isExactInteger, type JsonObject, type JsonValue } from "../json.ts";
import { setMember } from "../set-member.ts";
import type { StatesError } from "../states-error.ts";
import { BoundedRegExp } from "./bounded-regex-engine.ts";
import { boundValues, maxSequenceLength, maxValueBytes } from "./evaluation-bounds.ts";
import { takeExactOperands } from "./exact-operands.ts";
import { describeFailure } from "./jsonata-error.ts";
import { NotJsonError, toPlainJson } from "./plain-json.ts";
import { type ExpressionPlace, queryEvaluationError } from "./query-evaluation-error.ts";
import { addStatesFunctions, randomSource, timeSource, uuidSource } from "./states-functions.ts";
import { takeTimeFromScope } from "./time-functions.ts";

/**
 * What an expression can read: `$states` and the variables; and what functions draw from, `now` in
 * milliseconds since the epoch. `result` and `errorOutput` are there only where the state has them.
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
 * AWS's bounds of one evaluation: milliseconds, nested evaluations (a recursive function takes three of them
 * for each call that is not a tail call) and items of a sequence. Measured:
 * https://github.com/floci-io/floci/issues/2737
 */
const LIMITS = { timeout: 5_000, stack: 100, sequence: maxSequenceLength };

// JSONata only ever calls it with `new`.
const regexEngine = BoundedRegExp as unknown as RegExpConstructor;

const DELIMITED = /^\{%([^]*)%\}$/;

/**
 * Returns the text between `{%` and `%}`, trimmed; undefined for a string that is not an expression. The
 * delimiters are the very ends of the string: `" {% 1 %}"` is a plain string.
 */
export function jsonataExpressionOf(text: string): string | undefined {
  return DELIMITED.exec(text)?.[1]?.trim();
}

/**
 * Compiles an expression (without delimiters). Throws a JSONata error (`code`, `message`, `position`) at bad
 * syntax.
 */
const compileJsonata = compileOnce((expression: string): Expression => {
  const compiled = jsonata(expression, { ...LIMITS, RegexEngine: regexEngine });
  boundValues(compiled);
  addStatesFunctions(compiled);
  takeTimeFromScope(compiled);
  return compiled;
});

/** As `compileJsonata`, for an expression that may meet exact integers; it takes longer to evaluate. */
const compileForExactIntegers = compileOnce((expression: string): Expression => {
  const compiled = jsonata(expression, { ...LIMITS, RegexEngine: regexEngine });
  boundValues(compiled);
  takeExactOperands(compiled);
  addStatesFunctions(compiled);
  takeTimeFromScope(compiled);
  return compiled;
});

/**
 * Evaluates `expression` (without delimiters) that stands in the field `location` of a state, such as
 * `Items`. Throws `States.QueryEvaluationError` for bad syntax, a failure, an undefined result and one that
 * is not JSON.
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
    return toPlainJson(result, maxValueBytes);
  } catch (error) {
    if (error instanceof NotJsonError) {
      throw queryEvaluationError(place, `returned an unexpected result type: '${error.kind}'.`, {
        cause: error,
      });
    }
    throw evaluationFailure(place, scope, error);
  }
}

/**
 * Copies `value`, putting the result of each string `{% … %}` inside it in that string's place. `location` is
 * the field that holds the value; a nested expression's place is named below it: `Output/result`. Throws as
 * evaluateJsonata does, at the first expression that fails.
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
  if (value === null || typeof value !== "object" || isExactInteger(value)) {
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
    const meetsExactIntegers = exactIntegersExist() || place.expression.includes("$parse");
    const compiled = (meetsExactIntegers ? compileForExactIntegers : compileJsonata)(place.expression);
    return await inTurn(() => {
      const time = scope.now();
      return compiled.evaluate(undefined, {
        ...scope.variables,
        states: scope.states,
        [timeSource]: () => time,
        [randomSource]: scope.random,
        [uuidSource]: scope.uuid,
      });
    });
  } catch (error) {
    throw evaluationFailure(place, scope, error);
  }
}

let previous: Promise<unknown> = Promise.resolve();

/**
 * Evaluations never wait for anything, so running them side by side gains nothing: each would only use up the
 * time limit of the others, and thousands of concurrent children would fail together.
 */
function inTurn(evaluate: () => Promise<unknown>): Promise<unknown> {
  const result = previous.then(evaluate, evaluate);
  previous = result;
  return result;
}

function evaluationFailure(place: ExpressionPlace, { uuid }: JsonataScope, error: unknown): StatesError {
  const failure = describeFailure(error, { maxDepth: LIMITS.stack, uuid });
  return queryEvaluationError(place, failure, { cause: error });
}
