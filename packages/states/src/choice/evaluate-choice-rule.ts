import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { findPath, type PathScope } from "../jsonpath/evaluate-path.ts";
import { StatesError } from "../states-error.ts";
import { operatorOfPathVariant, typeTests, valueOperators } from "./comparison-operators.ts";

/** The members of a rule that are not operators. */
const otherFields = new Set(["Variable", "Next", "Comment", "Assign", "Output"]);

/**
 * Returns whether a choice rule of a JSONPath state holds. Throws `States.Runtime` if a path finds nothing,
 * save that of IsPresent, and for a rule without an operator that is known.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
export function evaluateChoiceRule(rule: JsonValue, scope: PathScope): boolean {
  if (!isJsonObject(rule)) {
    throw new StatesError(
      "States.Runtime",
      `A choice rule must be an object, but was ${JSON.stringify(rule)}`,
    );
  }
  if (Array.isArray(rule["And"])) {
    return rule["And"].every((part) => evaluateChoiceRule(part, scope));
  }
  if (Array.isArray(rule["Or"])) {
    return rule["Or"].some((part) => evaluateChoiceRule(part, scope));
  }
  if (rule["Not"] !== undefined) {
    return !evaluateChoiceRule(rule["Not"], scope);
  }
  return evaluateComparison(rule, scope);
}

function evaluateComparison(rule: JsonObject, scope: PathScope): boolean {
  const operator = Object.keys(rule).find((name) => !otherFields.has(name));
  const value = operator === undefined ? undefined : rule[operator];
  if (operator === undefined || value === undefined) {
    throw new StatesError("States.Runtime", `The choice rule has no operator: ${JSON.stringify(rule)}`);
  }
  if (operator === "IsPresent") {
    return isPresent(rule["Variable"], scope) === value;
  }
  const variable = readOperand(rule["Variable"], scope);
  const typeTest = typeTests.get(operator);
  if (typeTest !== undefined) {
    return typeTest(variable) === value;
  }
  const compare = valueOperators.get(operator);
  if (compare !== undefined) {
    return compare(variable, value);
  }
  const compareWithPath = valueOperators.get(operatorOfPathVariant(operator) ?? "");
  if (compareWithPath === undefined) {
    throw new StatesError("States.Runtime", `There is no choice operator named ${operator}`);
  }
  return compareWithPath(variable, readOperand(value, scope));
}

function isPresent(path: JsonValue | undefined, scope: PathScope): boolean {
  return typeof path === "string" && findPath(path, scope).found;
}

function readOperand(path: JsonValue | undefined, scope: PathScope): JsonValue {
  const outcome = typeof path === "string" ? findPath(path, scope) : undefined;
  if (outcome?.found !== true) {
    throw new StatesError(
      "States.Runtime",
      `Invalid path '${typeof path === "string" ? path : JSON.stringify(path)}': The choice state's condition path references an invalid value.`,
    );
  }
  return outcome.value;
}
