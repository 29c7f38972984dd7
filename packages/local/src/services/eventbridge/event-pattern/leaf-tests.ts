import { cidr } from "./cidr.ts";
import { isArray, isObject, type JsonValue, type Scalar } from "./json-value.ts";
import { numeric } from "./numeric.ts";
import { PatternError } from "./pattern-error.ts";
import { endsWith, equals, ignoringCase, startsWith, type TextTest, wildcard } from "./text-tests.ts";

/** What one element of a pattern's list asks of a field: a value that fits, or that the field is absent. */
export type LeafTest = { kind: "value"; test: (value: Scalar) => boolean } | { kind: "absent" };

/** How a field that is a text can be compared, by the operator's name. */
const textOperators: Readonly<Record<string, (wanted: string) => TextTest>> = {
  prefix: startsWith,
  suffix: endsWith,
  "equals-ignore-case": ignoringCase(equals),
  wildcard,
};

/** The operators of one element: the names that a member of `$or` cannot have for a field. */
export const operatorNames: ReadonlySet<string> = new Set([
  ...Object.keys(textOperators),
  "anything-but",
  "numeric",
  "cidr",
  "exists",
]);

/**
 * Returns the test of one element of a list: a value, or an operator with what it compares by.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 *
 * Throws PatternError for an element that is neither.
 */
export function leafTest(element: JsonValue): LeafTest {
  if (isArray(element)) {
    throw new PatternError("Match value must be String, number, true, false, or null");
  }
  if (!isObject(element)) {
    return { kind: "value", test: (value) => value === element };
  }
  const [[operator, operand] = ["", null], ...others] = Object.entries(element);
  if (operator === "") {
    throw new PatternError("Match expression name not found");
  }
  if (others.length > 0) {
    throw new PatternError("Only one key allowed in match expression");
  }
  if (operator === "exists") {
    if (typeof operand !== "boolean") {
      throw new PatternError("exists match pattern must be either true or false.");
    }
    return operand ? { kind: "value", test: () => true } : { kind: "absent" };
  }
  return { kind: "value", test: operatorTest(operator, operand) };
}

function operatorTest(operator: string, operand: JsonValue): (value: Scalar) => boolean {
  switch (operator) {
    case "anything-but":
      return anythingBut(operand);
    case "numeric": {
      const test = numeric(operand);
      return (value) => typeof value === "number" && test(value);
    }
    case "cidr": {
      if (typeof operand !== "string") {
        throw new PatternError("cidr match pattern must be a string");
      }
      return ofText(cidr(operand));
    }
    case "prefix":
    case "suffix":
      return ofText(affixTest(operator, operand));
    default:
      return ofText(textTest(operator, operand));
  }
}

/** A prefix or a suffix may say that its case does not matter. */
function affixTest(operator: "prefix" | "suffix", operand: JsonValue): TextTest {
  if (!isObject(operand)) {
    return textTest(operator, operand);
  }
  const [[modifier, wanted] = ["", null], ...others] = Object.entries(operand);
  if (modifier !== "equals-ignore-case" || others.length > 0) {
    throw new PatternError(`Unsupported ${operator} pattern: ${modifier}`);
  }
  if (typeof wanted !== "string") {
    throw new PatternError(`${operator} match pattern must be a string`);
  }
  return ignoringCase(operator === "prefix" ? startsWith : endsWith)(wanted);
}

function textTest(operator: string, operand: JsonValue): TextTest {
  const make = Object.hasOwn(textOperators, operator) ? textOperators[operator] : undefined;
  if (!make) {
    throw new PatternError(`Unrecognized match type ${operator}`);
  }
  if (typeof operand !== "string") {
    throw new PatternError(`${operator} match pattern must be a string`);
  }
  return make(operand);
}

/**
 * `anything-but` of a text or a number, of a list of either, or of a prefix, suffix, wildcard or a text
 * whose case does not matter, or of a list of those.
 */
function anythingBut(operand: JsonValue): (value: Scalar) => boolean {
  if (isObject(operand)) {
    const [[operator, wanted] = ["", null], ...others] = Object.entries(operand);
    if (others.length > 0) {
      throw new PatternError("Only one key allowed in match expression");
    }
    if (!Object.hasOwn(textOperators, operator)) {
      throw new PatternError(`Unsupported anything-but pattern: ${operator}`);
    }
    const tests = listOf(wanted).map((text) => {
      if (text === "") {
        throw new PatternError(`Null ${operator} not allowed`);
      }
      return textTest(operator, text);
    });
    return (value) => typeof value !== "string" || !tests.some((test) => test(value));
  }
  const unwanted = listOf(operand);
  const [first] = unwanted;
  const isUniform = unwanted.every((each) => typeof each === typeof first);
  if (!isUniform || (typeof first !== "string" && typeof first !== "number")) {
    throw new PatternError("Value of anything-but must be an array or single string/number value.");
  }
  return (value) => !unwanted.includes(value);
}

function listOf(value: JsonValue): readonly JsonValue[] {
  const list = isArray(value) ? value : [value];
  if (list.length === 0) {
    throw new PatternError("Empty arrays are not allowed");
  }
  return list;
}

function ofText(test: TextTest): (value: Scalar) => boolean {
  return (value) => typeof value === "string" && test(value);
}
