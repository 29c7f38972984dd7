import { castToType, constantText, isNode, textConstant, type AstNode } from "../ast/query-ast.ts";
import { caseResults, typed, typeOf } from "../ast/node-type.ts";
import { commonType, typeName, type SqlType } from "../ast/sql-type.ts";
import { notSupported, SqlError } from "../errors.ts";
import { dateLiteral, timeLiteral } from "./datetime/date-literal.ts";
import { intervalLiteral } from "./datetime/interval-literal.ts";

/**
 * A quoted literal beside an expression of the type takes that type, with every form that a cast has; another
 * expression stays as it is. Throws `invalid_value` for a literal that is not a value of the type.
 * https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html#implicit-conversion-types
 */
export function coerce(node: AstNode, type: SqlType | undefined, now: number): AstNode {
  const text = constantText(node);
  if (text === undefined || type === undefined) {
    return node;
  }
  const literal = literalText(text, type, now);
  if (literal === undefined) {
    return node;
  }
  return typed({ ...castToType(textConstant(literal), type), alias: node["alias"] ?? "" }, type);
}

/** Returns the literal as DuckDB reads it; undefined where it stays a text. */
function literalText(text: string, type: SqlType, now: number): string | undefined {
  switch (type.kind) {
    case "unknown":
    case "varchar":
    case "char":
    case "geometry":
    case "super":
      return undefined;
    case "date":
    case "timestamp":
    case "timestamptz":
      return dateLiteral(text, type.kind, now);
    case "time":
      return timeLiteral(text);
    case "interval":
      return intervalLiteral(text);
    case "smallint":
    case "integer":
    case "bigint":
      if (/^\s*[+-]?\d+\s*$/u.test(text)) {
        return text.trim();
      }
      throw new SqlError("invalid_value", `invalid input syntax for integer: "${text}"`);
    case "boolean":
      return booleanText(text);
    case "decimal":
    case "real":
    case "double":
      if (isNumberText(text, type.kind)) {
        return text.trim();
      }
      throw new SqlError("invalid_value", `invalid input syntax for type ${typeName(type)}: "${text}"`);
  }
}

function isNumberText(text: string, kind: "decimal" | "real" | "double"): boolean {
  if (/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/u.test(text)) {
    return true;
  }
  return kind !== "decimal" && /^\s*(?:nan|[+-]?inf(?:inity)?)\s*$/iu.test(text);
}

/** https://docs.aws.amazon.com/redshift/latest/dg/r_Boolean_type.html */
const booleans: Record<string, string> = {
  ...Object.fromEntries(["true", "t", "yes", "y", "1"].map((word) => [word, "true"])),
  ...Object.fromEntries(["false", "f", "no", "n", "0"].map((word) => [word, "false"])),
};

function booleanText(text: string): string {
  const word = text.trim().toLowerCase();
  const value = Object.hasOwn(booleans, word) ? booleans[word] : undefined;
  if (value !== undefined) {
    return value;
  }
  throw new SqlError("invalid_value", `invalid input syntax for type boolean: "${text}"`);
}

/**
 * Brings the values that one column can have to their common type. `construct` names them in the error for
 * types that have no common type: COALESCE, CASE, UNION.
 */
export function unify(nodes: readonly AstNode[], construct: string, now: number): AstNode[] {
  const common = commonType(nodes.map(typeOf));
  if (common && "conflict" in common) {
    throw cannotMatch(construct, common.conflict);
  }
  return nodes.map((node) => coerce(node, common, now));
}

export function cannotMatch(construct: string, [left, right]: readonly [SqlType, SqlType]): SqlError {
  return new SqlError(
    "query_failed",
    `${construct} types ${typeName(left)} and ${typeName(right)} cannot be matched`,
  );
}

/** Returns the results of a CASE, brought to their common type. */
export function unifyCase(node: AstNode, now: number): AstNode {
  const results = unify(caseResults(node), "CASE", now);
  const checks = node["case_checks"];
  if (!Array.isArray(checks)) {
    return node;
  }
  return {
    ...node,
    case_checks: checks.map((check, index) =>
      isNode(check) ? { ...check, then_expr: results[index] ?? null } : check,
    ),
    else_expr: results[checks.length] ?? null,
  };
}

const sides = ["left", "right", "input", "lower", "upper"] as const;

/** Returns the sides of a comparison, BETWEEN or IN: literals take the type of what they are compared to. */
export function coerceSides(node: AstNode, now: number): AstNode {
  const children = Array.isArray(node["children"]) ? node["children"].filter(isNode) : [];
  const members = sides.flatMap((side) => (isNode(node[side]) ? [node[side]] : []));
  const types = [...members, ...children].map(typeOf);
  const opaque = types.find((type) => type?.kind === "super" || type?.kind === "geometry");
  if (opaque) {
    throw notSupported(`a comparison of the type ${typeName(opaque).toUpperCase()}`);
  }
  const common = commonType(types);
  if (!common || "conflict" in common) {
    return node;
  }
  const coerced = sides.flatMap((side) => {
    const member = node[side];
    return isNode(member) ? [[side, coerce(member, common, now)]] : [];
  });
  const listed = children.length > 0 ? { children: children.map((child) => coerce(child, common, now)) } : {};
  return { ...node, ...Object.fromEntries(coerced), ...listed };
}
