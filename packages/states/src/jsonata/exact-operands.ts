import type { Expression } from "jsonata";

import { orderOfNumbers, toDouble } from "../exact-integer.ts";
import { isExactInteger } from "../json.ts";
import { nativeFunctions, wrapNative } from "./native-functions.ts";

/** Names that no expression can write. */
const doubleName = "states:double";
const inName = "states:in";

const numericFunctions = [
  "abs",
  "floor",
  "ceil",
  "round",
  "power",
  "sqrt",
  "number",
  "sum",
  "max",
  "min",
  "average",
  "formatNumber",
  "formatBase",
  "formatInteger",
  "fromMillis",
  "type",
] as const;

const { sort, ...numeric } = await nativeFunctions([...numericFunctions, "sort"]);

/**
 * Makes a compiled expression take exact integers, which are objects to JSONata, for the numbers that they
 * are: operators and functions that calculate take the nearest double, as AWS's JSONata does, and all else
 * hands the digits on.
 */
export function takeExactOperands(compiled: Expression): void {
  for (const name of numericFunctions) {
    compiled.registerFunction(
      name,
      wrapNative(numeric[name], (values) => values.map(toDoubles)),
    );
  }
  compiled.registerFunction("sort", wrapNative(sort, withOrder));
  compiled.registerFunction(doubleName, (value: unknown) => toDouble(value));
  compiled.registerFunction(inName, isIn);
  rewrite(compiled.ast(), new Set());
}

function toDoubles(value: unknown): unknown {
  return Array.isArray(value) && value.some(isExactInteger)
    ? value.map((item) => toDouble(item))
    : toDouble(value);
}

/** JSONata sorts numbers by itself, but not those that are objects to it. */
function withOrder(values: readonly unknown[]): readonly unknown[] {
  const [list, comparator] = values;
  const isNumeric = Array.isArray(list) && list.every((item) => typeof toDouble(item) === "number");
  return comparator === undefined && isNumeric && list.some(isExactInteger)
    ? [list, async (left: unknown, right: unknown) => orderOfNumbers(left, right) > 0]
    : values;
}

function isIn(value: unknown, list: unknown): boolean {
  const items: unknown[] = Array.isArray(list) ? list : [list];
  return value !== undefined && items.some((item) => item === value || orderOfNumbers(item, value) === 0);
}

/** The parts of a node of JSONata's syntax tree that are read or replaced here. */
type SyntaxNode = {
  type?: string;
  value?: unknown;
  position?: number;
  lhs?: SyntaxNode;
  rhs?: SyntaxNode;
  expression?: SyntaxNode;
  terms?: SyntaxNode[];
  procedure?: SyntaxNode;
  arguments?: SyntaxNode[];
};

const numericOperators = new Set(["+", "-", "*", "/", "%", "<", "<=", ">", ">=", ".."]);
const EQUALITIES = new Set(["=", "!="]);

/** Nodes that can return an exact integer; what an operator or a literal returns is not one. */
const readingNodes = new Set([
  "path",
  "variable",
  "name",
  "parent",
  "function",
  "apply",
  "condition",
  "block",
  "bind",
]);

function rewrite(node: unknown, seen: Set<object>): void {
  if (node === null || typeof node !== "object" || node instanceof RegExp || seen.has(node)) {
    return;
  }
  seen.add(node);
  for (const member of Object.values(node)) {
    rewrite(member, seen);
  }
  if (!Array.isArray(node)) {
    rewriteOperands(node);
  }
}

function rewriteOperands(node: SyntaxNode): void {
  const { type, value, lhs, rhs, expression, terms } = node;
  if (type === "binary" && lhs !== undefined && rhs !== undefined) {
    const operator = String(value);
    const comparesNumber = EQUALITIES.has(operator) && (isNumber(lhs) || isNumber(rhs));
    if (numericOperators.has(operator) || comparesNumber) {
      node.lhs = asDouble(lhs);
      node.rhs = asDouble(rhs);
    } else if (operator === "in") {
      Object.assign(node, callOf(inName, [lhs, rhs], node.position));
    }
  }
  if (type === "unary" && value === "-" && expression !== undefined) {
    node.expression = asDouble(expression);
  }
  if (type === "sort" && Array.isArray(terms)) {
    for (const term of terms) {
      if (term.expression !== undefined) {
        term.expression = asDouble(term.expression);
      }
    }
  }
}

function isNumber({ type, value }: SyntaxNode): boolean {
  return type === "number" || (type === "binary" && numericOperators.has(String(value)));
}

function asDouble(node: SyntaxNode): SyntaxNode {
  return readingNodes.has(node.type ?? "") ? callOf(doubleName, [node], node.position) : node;
}

function callOf(name: string, values: SyntaxNode[], position: number | undefined): SyntaxNode {
  return {
    type: "function",
    value: "(",
    ...(position === undefined ? {} : { position }),
    procedure: { type: "variable", value: name },
    arguments: values,
  };
}
