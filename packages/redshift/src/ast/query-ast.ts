import type { SqlType } from "./sql-type.ts";

/** DuckDB's own syntax tree of a SELECT, as `json_serialize_sql` returns it. */
export type Json = string | number | boolean | null | Json[] | { [member: string]: Json };
export type AstNode = { [member: string]: Json };

export function isNode(value: Json | undefined): value is AstNode {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An expression has a `class`; table references and query nodes have a `type` alone. */
export function isExpression(value: Json | undefined): value is AstNode {
  return isNode(value) && typeof value["class"] === "string";
}

/** Returns a member that is text, or "" where it is not. */
export function textOf(node: AstNode, member: string): string {
  const value = node[member];
  return typeof value === "string" ? value : "";
}

/** Returns the number of a constant, or undefined for another expression. */
export function numberOf(node: AstNode | undefined): number | undefined {
  const value = node?.["class"] === "CONSTANT" && isNode(node["value"]) ? node["value"]["value"] : undefined;
  return typeof value === "number" ? value : undefined;
}

export function nodesOf(node: AstNode, member: string): AstNode[] {
  const value = node[member];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function textsOf(node: AstNode, member: string): string[] {
  const value = node[member];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Returns every expression within a value, itself included; those of nested queries too. */
export function* expressionsIn(value: Json | undefined): Generator<AstNode> {
  if (Array.isArray(value)) {
    for (const item of value) {
      yield* expressionsIn(item);
    }
    return;
  }
  if (!isNode(value)) {
    return;
  }
  if (isExpression(value)) {
    yield value;
  }
  for (const member of Object.values(value)) {
    yield* expressionsIn(member);
  }
}

export function functionCall(name: string, args: AstNode[], rest: AstNode = {}): AstNode {
  return {
    class: "FUNCTION",
    type: "FUNCTION",
    alias: "",
    query_location: 0,
    function_name: name,
    schema: "",
    children: args,
    filter: null,
    order_bys: { type: "ORDER_MODIFIER", orders: [] },
    distinct: false,
    is_operator: false,
    export_state: false,
    catalog: "",
    ...rest,
  };
}

export function operatorCall(name: string, left: AstNode, right: AstNode): AstNode {
  return functionCall(name, [left, right], { is_operator: true });
}

export function textConstant(text: string): AstNode {
  return constant({ type: { id: "VARCHAR", type_info: null }, is_null: false, value: text });
}

export function integerConstant(value: number): AstNode {
  return constant({ type: { id: "INTEGER", type_info: null }, is_null: false, value });
}

export function castTo(child: AstNode, typeId: string): AstNode {
  return {
    class: "CAST",
    type: "OPERATOR_CAST",
    alias: "",
    query_location: 0,
    child,
    cast_type: { id: typeId, type_info: null },
    try_cast: false,
  };
}

/** Returns a cast to a type of Redshift's. */
export function castToType(child: AstNode, type: SqlType): AstNode {
  if (type.kind !== "decimal") {
    return castTo(child, duckdbNames[type.kind]);
  }
  const info = {
    type: "DECIMAL_TYPE_INFO",
    alias: "",
    extension_info: null,
    width: type.precision,
    scale: type.scale,
  };
  return { ...castTo(child, "DECIMAL"), cast_type: { id: "DECIMAL", type_info: info } };
}

const duckdbNames: Record<Exclude<SqlType["kind"], "decimal">, string> = {
  smallint: "SMALLINT",
  integer: "INTEGER",
  bigint: "BIGINT",
  real: "FLOAT",
  double: "DOUBLE",
  boolean: "BOOLEAN",
  date: "DATE",
  time: "TIME",
  timestamp: "TIMESTAMP",
  timestamptz: "TIMESTAMP WITH TIME ZONE",
  interval: "INTERVAL",
  varchar: "VARCHAR",
  char: "VARCHAR",
  geometry: "GEOMETRY",
  super: "VARCHAR",
  unknown: "VARCHAR",
};

export function caseWhen(checks: { when: AstNode; result: AstNode }[], otherwise: AstNode): AstNode {
  return {
    class: "CASE",
    type: "CASE_EXPR",
    alias: "",
    query_location: 0,
    case_checks: checks.map(({ when, result }) => ({ when_expr: when, then_expr: result })),
    else_expr: otherwise,
  };
}

export function nullConstant(): AstNode {
  return constant({ type: { id: "NULL", type_info: null }, is_null: true });
}

export function comparison(type: string, left: AstNode, right: AstNode): AstNode {
  return { class: "COMPARISON", type, alias: "", query_location: 0, left, right };
}

/** Returns the text of a string constant, or undefined for another expression. */
export function constantText(node: AstNode | undefined): string | undefined {
  if (!node || node["class"] !== "CONSTANT" || !isNode(node["value"])) {
    return undefined;
  }
  const value = node["value"]["value"];
  return typeof value === "string" ? value : undefined;
}

export function trueConstant(): AstNode {
  return constant({ type: { id: "BOOLEAN", type_info: null }, is_null: false, value: true });
}

function constant(value: AstNode): AstNode {
  return { class: "CONSTANT", type: "VALUE_CONSTANT", alias: "", query_location: 0, value };
}
