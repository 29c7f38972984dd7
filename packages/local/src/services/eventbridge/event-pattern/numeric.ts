import { type JsonValue, isArray } from "./json-value.ts";
import { PatternError } from "./pattern-error.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#filtering-numeric-matching */
const maxMagnitude = 5_000_000_000;

const operators: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

/**
 * Returns the test of a number: `["=", 5]`, `[">", 0]`, `[">", 0, "<=", 5]`.
 *
 * Throws PatternError for any other form, for bounds that no number is between, and for one beyond ±5.0e9.
 */
export function numeric(range: JsonValue): (value: number) => boolean {
  if (!isArray(range)) {
    throw new PatternError("Value of numeric must be an array.");
  }
  if (range.length === 0) {
    throw new PatternError("Invalid member in numeric match: Unexpected end of array");
  }
  const [operator = null, bound = null, upperOperator, upperBound = null, ...more] = range;
  const tests = [comparison(operator, bound)];
  if (upperOperator !== undefined) {
    if (!isOneOf(operator, [">", ">="]) || !isOneOf(upperOperator, ["<", "<="])) {
      throw new PatternError(`Bad numeric range operator: ${JSON.stringify(upperOperator)}`);
    }
    tests.push(comparison(upperOperator, upperBound));
    if (Number(bound) >= Number(upperBound)) {
      throw new PatternError("Bottom must be less than top");
    }
  }
  if (more.length > 0) {
    throw new PatternError("Too many elements in numeric expression");
  }
  return (value) => Math.abs(value) <= maxMagnitude && tests.every((test) => test(value));
}

function comparison(operator: JsonValue, bound: JsonValue): (value: number) => boolean {
  const name = typeof operator === "string" ? operator : "";
  const compare = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!compare) {
    throw new PatternError(`Unrecognized numeric range operator: ${JSON.stringify(operator)}`);
  }
  if (typeof bound !== "number") {
    throw new PatternError(`Value of ${name === "=" ? "equals" : name} must be numeric`);
  }
  if (Math.abs(bound) > maxMagnitude) {
    throw new PatternError(`Value must be between -5.0E9 and 5.0E9, inclusive: ${bound}`);
  }
  return (value) => compare(value, bound);
}

function isOneOf(operator: JsonValue, names: readonly JsonValue[]): boolean {
  return names.includes(operator);
}
