import {
  expressionsIn,
  isNode,
  nodesOf,
  textOf,
  textsOf,
  type AstNode,
  type Json,
} from "../ast/query-ast.ts";
import { notSupported, SqlError } from "../errors.ts";
import { outerMarker } from "./outer-mark.ts";

/**
 * Rewrites `WHERE a.id = b.id(+)` as a LEFT JOIN: a table whose columns are marked keeps the rows of the
 * others that it has no match for. Throws a `SqlError` for a mark that does not make such a join.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_WHERE_oracle_outer.html
 */
export function rewriteOuterJoins(select: AstNode): AstNode {
  const where = select["where_clause"];
  const from = select["from_table"];
  const conjuncts = isNode(where) ? conjunctsOf(where) : [];
  const marked = conjuncts.filter((conjunct) => marksIn(conjunct).length > 0);
  if (marked.length === 0 || !isNode(from)) {
    return select;
  }
  const tables = listedTables(from);
  const optional = Map.groupBy(marked, markedTable);
  for (const alias of optional.keys()) {
    if (!tables.some((table) => aliasOf(table) === alias)) {
      throw new SqlError("undefined_object", `relation "${alias}" does not exist`);
    }
  }
  const required = tables.filter((table) => !optional.has(aliasOf(table)));
  const rest = conjuncts.filter((conjunct) => !marked.includes(conjunct));
  return {
    ...select,
    from_table: joinOptional(required, tables, optional),
    where_clause: rest.length === 0 ? null : allOf(rest),
  };
}

/** Adds each optional table once all tables that its conditions refer to are there. */
function joinOptional(
  required: readonly AstNode[],
  tables: readonly AstNode[],
  optional: ReadonlyMap<string, AstNode[]>,
): AstNode {
  const joined = new Set(required.map(aliasOf));
  const [first, ...others] = required;
  if (!first) {
    throw new SqlError("syntax_error", "a query of outer joins needs a table without (+)");
  }
  let from = others.reduce((left, right) => join(left, right, null), first);
  let waiting = tables.filter((table) => optional.has(aliasOf(table)));
  while (waiting.length > 0) {
    const next = waiting.find((table) => {
      const names = (optional.get(aliasOf(table)) ?? []).flatMap(tablesIn);
      return names.every((name) => name === aliasOf(table) || joined.has(name));
    });
    if (!next) {
      throw new SqlError("syntax_error", "two tables cannot be outer-joined with each other");
    }
    const conditions = optional.get(aliasOf(next)) ?? [];
    from = join(from, next, allOf(conditions.map((condition) => unmarked(condition)).filter(isNode)));
    joined.add(aliasOf(next));
    waiting = waiting.filter((table) => table !== next);
  }
  return from;
}

function join(left: AstNode, right: AstNode, condition: AstNode | null): AstNode {
  return {
    type: "JOIN",
    alias: "",
    sample: null,
    query_location: 0,
    left,
    right,
    condition,
    join_type: condition ? "LEFT" : "INNER",
    ref_type: condition ? "REGULAR" : "CROSS",
    using_columns: [],
    delim_flipped: false,
    duplicate_eliminated_columns: [],
  };
}

/** Returns the tables of a FROM clause that commas divide. */
function listedTables(from: AstNode): AstNode[] {
  if (from["type"] !== "JOIN") {
    return [from];
  }
  const { left, right } = from;
  if (from["ref_type"] !== "CROSS" || !isNode(left) || !isNode(right)) {
    throw notSupported("(+) in a query with JOIN");
  }
  return [...listedTables(left), ...listedTables(right)];
}

function aliasOf(table: AstNode): string {
  return textOf(table, "alias") === "" ? textOf(table, "table_name") : textOf(table, "alias");
}

function conjunctsOf(where: AstNode): AstNode[] {
  return where["type"] === "CONJUNCTION_AND" ? nodesOf(where, "children").flatMap(conjunctsOf) : [where];
}

function allOf(children: AstNode[]): AstNode {
  const [only, another] = children;
  if (only && !another) {
    return only;
  }
  return { class: "CONJUNCTION", type: "CONJUNCTION_AND", alias: "", query_location: 0, children };
}

function marksIn(expression: AstNode): AstNode[] {
  return [...expressionsIn(expression)].filter((node) => textOf(node, "function_name") === outerMarker);
}

function markedTable(conjunct: AstNode): string {
  const names = new Set(marksIn(conjunct).flatMap((mark) => nodesOf(mark, "children").map(qualifierOf)));
  const [table = "", another] = names;
  if (another !== undefined || table === "") {
    throw notSupported("(+) behind columns of several tables, or without a table's name,");
  }
  return table;
}

function qualifierOf(column: AstNode): string {
  return textsOf(column, "column_names").at(-2) ?? "";
}

function tablesIn(condition: AstNode): string[] {
  return [...expressionsIn(condition)].filter((node) => node["class"] === "COLUMN_REF").map(qualifierOf);
}

function unmarked(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(unmarked);
  }
  if (!isNode(value)) {
    return value;
  }
  if (textOf(value, "function_name") === outerMarker) {
    return nodesOf(value, "children")[0] ?? value;
  }
  return Object.fromEntries(Object.entries(value).map(([member, item]) => [member, unmarked(item)]));
}
