import { comparison, nodesOf, textOf, isNode, type AstNode } from "../ast/query-ast.ts";
import { notSupported, SqlError } from "../errors.ts";

/** Returns whether the node is `(a, b)`, which the parser makes a call of. */
export function isRow(node: AstNode): boolean {
  return node["class"] === "FUNCTION" && textOf(node, "function_name") === "row";
}

/**
 * `(a, b) IN ((1, 2), (3, 4))` as comparisons of the members, so that each takes its side's type; undefined
 * for an IN without rows.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_expression_lists.html
 */
export function expandRowIn(node: AstNode): AstNode | undefined {
  const isIn = node["type"] === "COMPARE_IN" || node["type"] === "COMPARE_NOT_IN";
  const [row, ...others] = nodesOf(node, "children");
  if (!isIn || !row || !isRow(row)) {
    return undefined;
  }
  const found = combined(
    "CONJUNCTION_OR",
    others.map((other) => equal(row, other)),
  );
  const isNegated = node["type"] === "COMPARE_NOT_IN";
  const result = isNegated ? { ...operator("OPERATOR_NOT"), children: [found] } : found;
  return { ...result, alias: node["alias"] ?? "" };
}

/**
 * `(a, b) = (1, 2)` and `<>`; undefined for a comparison without rows. Throws `feature_not_supported` for
 * another comparison of rows.
 */
export function expandRowComparison(node: AstNode): AstNode | undefined {
  const { left, right } = node;
  if (!isNode(left) || !isNode(right) || !isRow(left)) {
    return undefined;
  }
  const type = textOf(node, "type");
  if (type !== "COMPARE_EQUAL" && type !== "COMPARE_NOTEQUAL") {
    throw notSupported("a comparison of rows other than by = and <>");
  }
  const equals = equal(left, right);
  const result = type === "COMPARE_EQUAL" ? equals : { ...operator("OPERATOR_NOT"), children: [equals] };
  return { ...result, alias: node["alias"] ?? "" };
}

function equal(row: AstNode, other: AstNode): AstNode {
  const members = nodesOf(row, "children");
  const others = isRow(other) ? nodesOf(other, "children") : [];
  if (members.length !== others.length) {
    throw new SqlError("syntax_error", "unequal number of entries in row expressions");
  }
  const pairs = others.map((value, index) => comparison("COMPARE_EQUAL", members[index] ?? value, value));
  return combined("CONJUNCTION_AND", pairs);
}

function combined(type: string, children: AstNode[]): AstNode {
  const [only, another] = children;
  if (only && !another) {
    return only;
  }
  return { class: "CONJUNCTION", type, alias: "", query_location: 0, children };
}

function operator(type: string): AstNode {
  return { class: "OPERATOR", type, alias: "", query_location: 0 };
}
