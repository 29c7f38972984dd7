import { isNode, textOf, type AstNode, type Json } from "../ast/query-ast.ts";
import { SqlError } from "../errors.ts";
import { aggregates } from "../functions/aggregates.ts";
import type { QualifiedName } from "../sql/token-reader.ts";
import type { OutputColumn } from "./scope.ts";

/** The hidden column of a statement's target: the number of the row, NULL where an outer join has none. */
export const rowColumn = "$row";

export const rowOutput: OutputColumn = { name: rowColumn, type: { kind: "bigint" }, table: undefined };

/** The tables whose rows statements change. */
const targets = new WeakSet<AstNode>();

/**
 * Marks a table of a query's FROM clause, named by its alias, as the one whose rows the statement changes.
 * The translation makes its rows' numbers known. Throws for an aggregate function in a value that is
 * assigned.
 */
export function markTarget(query: AstNode, alias: string): void {
  const target = tablesIn(query["from_table"]).find((table) => aliasOf(table) === alias);
  if (!target) {
    throw new TypeError(`the FROM clause has no table ${alias}`);
  }
  if (hasAggregate(query["select_list"] ?? null)) {
    throw new SqlError("query_failed", "cannot use aggregate function in UPDATE");
  }
  targets.add(target);
}

/** Returns whether a value calls an aggregate function outside of subqueries. */
export function hasAggregate(value: Json): boolean {
  if (Array.isArray(value)) {
    return value.some(hasAggregate);
  }
  if (!isNode(value) || value["class"] === "SUBQUERY" || value["class"] === "WINDOW") {
    return false;
  }
  const isCall = value["class"] === "FUNCTION";
  const isAggregate = isCall && Object.hasOwn(aggregates, textOf(value, "function_name").toLowerCase());
  return isAggregate || Object.values(value).some(hasAggregate);
}

export function isTarget(table: AstNode): boolean {
  return targets.has(table);
}

/** Returns the tables of a query's FROM clause by name and alias, without those within subqueries. */
export function tablesOf(query: AstNode): { name: QualifiedName; alias: string }[] {
  return tablesIn(query["from_table"]).map((table) => {
    const schema = textOf(table, "schema_name").toLowerCase();
    const name = {
      schema: schema === "" ? undefined : schema,
      name: textOf(table, "table_name").toLowerCase(),
    };
    return { name, alias: aliasOf(table) };
  });
}

/** Returns whether a query's FROM clause has a LEFT, RIGHT or FULL JOIN outside of subqueries. */
export function hasOuterJoin(query: AstNode): boolean {
  return joinsIn(query["from_table"]).some((join) => textOf(join, "join_type") !== "INNER");
}

function joinsIn(from: AstNode[string] | undefined): AstNode[] {
  return isNode(from) && from["type"] === "JOIN"
    ? [from, ...joinsIn(from["left"]), ...joinsIn(from["right"])]
    : [];
}

function tablesIn(from: AstNode[string] | undefined): AstNode[] {
  if (!isNode(from)) {
    return [];
  }
  if (from["type"] === "JOIN") {
    return [...tablesIn(from["left"]), ...tablesIn(from["right"])];
  }
  return from["type"] === "BASE_TABLE" ? [from] : [];
}

/** The name by which a query's columns name a table. */
function aliasOf(table: AstNode): string {
  return (textOf(table, "alias") === "" ? textOf(table, "table_name") : textOf(table, "alias")).toLowerCase();
}
