import { isNode, nodesOf, textOf, type AstNode } from "./query-ast.ts";
import { commonType, longestText, type SqlType } from "./sql-type.ts";

/** The types that the translation found out, beside the nodes: DuckDB's tree has no place for them. */
const types = new WeakMap<AstNode, SqlType>();

/** Marks a translated expression with its type, as far as it is known. */
export function typed(node: AstNode, type: SqlType | undefined): AstNode {
  if (type) {
    types.set(node, type);
  }
  return node;
}

/** Returns the same expression under another alias. */
export function withAlias(node: AstNode, alias: AstNode[string] | undefined): AstNode {
  return typed({ ...node, alias: alias ?? "" }, types.get(node));
}

const typesByDuckdbName: Record<string, SqlType> = {
  TINYINT: { kind: "smallint" },
  SMALLINT: { kind: "smallint" },
  INTEGER: { kind: "integer" },
  BIGINT: { kind: "bigint" },
  HUGEINT: { kind: "decimal", precision: 38, scale: 0 },
  FLOAT: { kind: "real" },
  DOUBLE: { kind: "double" },
  BOOLEAN: { kind: "boolean" },
  VARCHAR: longestText,
  DATE: { kind: "date" },
  TIME: { kind: "time" },
  TIMESTAMP: { kind: "timestamp" },
  "TIMESTAMP WITH TIME ZONE": { kind: "timestamptz" },
  INTERVAL: { kind: "interval" },
};

/** Returns the type of a translated expression, or undefined where it is not known. */
export function typeOf(node: AstNode | undefined): SqlType | undefined {
  if (!node) {
    return undefined;
  }
  const known = types.get(node);
  if (known) {
    return known;
  }
  switch (textOf(node, "class")) {
    case "CONSTANT":
      return constantType(node);
    case "CAST":
      return isNode(node["cast_type"]) ? duckdbTypeOf(node["cast_type"]) : undefined;
    case "COMPARISON":
    case "BETWEEN":
    case "CONJUNCTION":
      return { kind: "boolean" };
    case "CASE":
      return agreed(caseResults(node));
    case "OPERATOR":
      return operatorType(node);
    default:
      return undefined;
  }
}

/** Returns what a CASE can result in. */
export function caseResults(node: AstNode): AstNode[] {
  const results = nodesOf(node, "case_checks").map((check) => check["then_expr"]);
  return [...results, node["else_expr"]].filter(isNode);
}

function operatorType(node: AstNode): SqlType | undefined {
  const children = nodesOf(node, "children");
  switch (textOf(node, "type")) {
    case "OPERATOR_COALESCE":
      return agreed(children);
    case "OPERATOR_NULLIF":
      return typeOf(children[0]);
    case "GROUPING_FUNCTION":
      return { kind: "integer" };
    default:
      return { kind: "boolean" };
  }
}

function agreed(nodes: readonly AstNode[]): SqlType | undefined {
  const common = commonType(nodes.map(typeOf));
  return common && "conflict" in common ? undefined : common;
}

function constantType(node: AstNode): SqlType | undefined {
  const value = isNode(node["value"]) ? node["value"] : {};
  const type = isNode(value["type"]) ? value["type"] : {};
  if (value["is_null"] === true || type["id"] === "VARCHAR") {
    return { kind: "unknown" };
  }
  return duckdbTypeOf(type);
}

/** Returns a type of DuckDB's tree in Redshift's words. */
export function duckdbTypeOf(type: AstNode): SqlType | undefined {
  const id = textOf(type, "id");
  if (id !== "DECIMAL") {
    return Object.hasOwn(typesByDuckdbName, id) ? typesByDuckdbName[id] : undefined;
  }
  const info = isNode(type["type_info"]) ? type["type_info"] : {};
  const { width, scale } = info;
  return typeof width === "number" && typeof scale === "number"
    ? { kind: "decimal", precision: width, scale }
    : { kind: "decimal", precision: 18, scale: 0 };
}
