import { expressionsIn, isNode, nodesOf, textOf, textsOf, type AstNode } from "../ast/query-ast.ts";
import { hasAggregate } from "./target.ts";
import type { Scan } from "./translate-from.ts";

/** A translated SELECT, its FROM clause, and the scans of this. */
type Selected = { select: AstNode; from: AstNode | null; scans: readonly Scan[] };

/**
 * Returns a SELECT's modifiers without an ORDER BY that its one table already has by its sort key: DuckDB
 * keeps the order of a file's rows, and need not sort them once more.
 * https://docs.aws.amazon.com/redshift/latest/dg/t_Sorting_data.html
 */
export function withoutKeptOrder(modifiers: AstNode[], { select, from, scans }: Selected): AstNode[] {
  const [order, another] = modifiers;
  if (order?.["type"] !== "ORDER_MODIFIER" || another || from?.["type"] !== "BASE_TABLE") {
    return modifiers;
  }
  const scan = scans.find(({ view }) => view === from["table_name"]);
  const sortedBy = scan?.external.table.sortedBy ?? [];
  const orders = nodesOf(order, "orders");
  const isKept =
    orders.length <= sortedBy.length &&
    !gathersRows(select) &&
    orders.every((each, index) => isAscending(each, [textOf(from, "alias"), sortedBy[index] ?? ""]));
  return isKept ? [] : modifiers;
}

/**
 * Returns whether a SELECT does more with rows than to choose and print them. Of subqueries DuckDB makes
 * joins, which keep no order.
 */
function gathersRows(select: AstNode): boolean {
  const gathers = ["group_expressions", "group_sets"].some((member) => nodesOf(select, member).length > 0);
  const expressions = [...expressionsIn(select["select_list"]), ...expressionsIn(select["where_clause"])];
  const reorders = expressions.some(({ class: kind }) => kind === "WINDOW" || kind === "SUBQUERY");
  return (
    gathers ||
    reorders ||
    hasAggregate(select["select_list"] ?? null) ||
    isNode(select["having"]) ||
    isNode(select["qualify"])
  );
}

/** A column of one name could be one of the result's, so that only a qualified one counts. */
function isAscending(order: AstNode, [table, column]: readonly [string, string]): boolean {
  const { type, null_order: nulls, expression } = order;
  const names =
    isNode(expression) && expression["class"] === "COLUMN_REF" ? textsOf(expression, "column_names") : [];
  return (
    (type === "ORDER_DEFAULT" || type === "ASCENDING") &&
    (nulls === "ORDER_DEFAULT" || nulls === "NULLS LAST") &&
    names.length === 2 &&
    names[0]?.toLowerCase() === table.toLowerCase() &&
    names[1]?.toLowerCase() === column
  );
}
