import {
  operatorOfPathVariant,
  operatorValueType,
  type OperatorValueType,
} from "../choice/comparison-operators.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { jsonataExpressionOf } from "../jsonata/evaluate-jsonata.ts";
import { checkJsonataValue } from "./check-jsonata.ts";
import {
  checkedApart,
  holdsExpressions,
  isAnyNumber,
  isAnyValue,
  isAssign,
  isBoolean,
  isOneOf,
  isPath,
  isText,
  isTimestamp,
} from "./field-checks.ts";
import { checkFields, fieldTable, type FieldCheck, type FieldsOf } from "./field-table.ts";
import { everyState, inputAndOutputPaths, output, type SharedFields } from "./state-fields.ts";
import type { StateContext } from "./validation-context.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
export const choiceFields = fieldTable({
  required: ["Type", "Choices"],
  both: {
    Type: isOneOf(["Choice"]),
    ...everyState,
    Choices: checkedApart<ChoiceRule[]>(),
    Default: isText,
    Assign: isAssign(),
  },
  jsonPath: inputAndOutputPaths,
  jsonata: output,
});

export type ChoiceState = FieldsOf<typeof choiceFields> & SharedFields;

/** A rule's operators (`Variable`, `StringEquals`, `And`, …) are read by choice/. */
export type ChoiceRule = JsonObject & Partial<FieldsOf<typeof conditionRuleFields>> & { Next: string };

const combinations = ["And", "Or", "Not"];

const ruleFields = { Next: isText, Comment: isText, Assign: isAssign() };

const conditionRuleFields = fieldTable({
  required: ["Condition", "Next"],
  both: { ...ruleFields, Condition: isAnyValue, Output: holdsExpressions() },
});

const valueChecks: Record<OperatorValueType, FieldCheck> = {
  boolean: isBoolean,
  number: isAnyNumber,
  string: isText,
  timestamp: isTimestamp,
};

/** A choice rule under validation; those inside And, Or and Not have no transition of their own. */
type Rule = { value: JsonValue; location: string; nested: boolean };

/**
 * Checks the rules of a Choice state.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
export function validateChoices(context: StateContext): void {
  const { Choices: choices } = context.state;
  if (choices === undefined) {
    return;
  }
  if (!Array.isArray(choices) || choices.length === 0) {
    context.diagnostics.schema("Expected a non-empty Array of Object", `${context.location}/Choices`);
    return;
  }
  for (const [index, value] of choices.entries()) {
    const location = `${context.location}/Choices[${index}]`;
    if (context.language === "JSONata") {
      checkConditionRule(value, location, context);
    } else {
      checkRule({ value, location, nested: false }, context);
    }
  }
}

function checkConditionRule(value: JsonValue, location: string, context: StateContext): void {
  const { diagnostics, language } = context;
  if (!isJsonObject(value)) {
    diagnostics.schema("Expected value of type Object", location);
    return;
  }
  checkFields(conditionRuleFields, { value, location, language }, diagnostics);
  const { Condition: condition } = value;
  if (condition === undefined || typeof condition === "boolean") {
    return;
  }
  if (typeof condition !== "string" || jsonataExpressionOf(condition) === undefined) {
    diagnostics.schema("Value must be a boolean or a JSONata expression", `${location}/Condition`);
    return;
  }
  checkJsonataValue(condition, { location: `${location}/Condition`, states: [] }, diagnostics);
}

function checkRule(rule: Rule, context: StateContext): void {
  const { value, location, nested } = rule;
  const { diagnostics, language } = context;
  if (!isJsonObject(value)) {
    diagnostics.schema("Expected value of type Object", location);
    return;
  }
  for (const [name, check] of Object.entries(ruleFields)) {
    const member = value[name];
    if (member !== undefined) {
      check({ name, value: member, location: `${location}/${name}`, language, diagnostics });
    }
  }
  if (!nested && !Object.hasOwn(value, "Next")) {
    diagnostics.schema("These fields are required: [Next]", location);
  }
  const combination = combinations.find((name) => Object.hasOwn(value, name));
  const known = new Set([
    "Comment",
    ...(nested ? [] : Object.keys(ruleFields)),
    ...(combination === undefined ? checkComparison(value, location, context) : [combination]),
  ]);
  for (const name of Object.keys(value)) {
    if (!known.has(name)) {
      diagnostics.schema(`Field '${name}' is not supported`, location);
    }
  }
  if (combination !== undefined) {
    checkCombination(
      combination,
      { value: value[combination] ?? null, location: `${location}/${combination}` },
      context,
    );
  }
}

function checkCombination(name: string, operand: Omit<Rule, "nested">, context: StateContext): void {
  const { value, location } = operand;
  if (name === "Not") {
    checkRule({ value, location, nested: true }, context);
    return;
  }
  if (!Array.isArray(value) || value.length === 0) {
    context.diagnostics.schema("Expected a non-empty Array of Object", location);
    return;
  }
  for (const [index, item] of value.entries()) {
    checkRule({ value: item, location: `${location}[${index}]`, nested: true }, context);
  }
}

/** Checks a comparison and returns the names of its known fields. */
function checkComparison(value: JsonObject, location: string, context: StateContext): string[] {
  const { diagnostics, language } = context;
  const { Variable: variable } = value;
  if (variable === undefined) {
    diagnostics.schema("These fields are required: [Variable]", location);
  } else {
    isPath({ name: "Variable", value: variable, location: `${location}/Variable`, language, diagnostics });
  }
  const operators = Object.keys(value).filter((name) => checkOfOperator(name) !== undefined);
  if (operators.length !== 1) {
    diagnostics.schema(
      `Exactly one comparison operator is required, but found [${operators.join(", ")}]`,
      location,
    );
  }
  for (const name of operators) {
    const operand = value[name] ?? null;
    const place = { location: `${location}/${name}`, language, diagnostics };
    (checkOfOperator(name) ?? isAnyValue)({ ...place, name, value: operand });
    if (!name.endsWith("Path") && typeof operand === "string" && /^\$\$?[.[]/.test(operand)) {
      diagnostics.warning(
        "NO_PATH",
        `The value of '${name}' looks like a path; '${name}Path' takes one`,
        place.location,
      );
    }
  }
  return ["Variable", ...operators];
}

function checkOfOperator(name: string): FieldCheck | undefined {
  if (operatorOfPathVariant(name) !== undefined) {
    return isPath;
  }
  const type = operatorValueType(name);
  return type === undefined ? undefined : valueChecks[type];
}
