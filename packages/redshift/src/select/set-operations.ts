import { isNode, nodesOf, type AstNode } from "../ast/query-ast.ts";
import type { SqlType } from "../ast/sql-type.ts";
import { coerce } from "../functions/coerce.ts";
import { outputsOf, withOutputs } from "./scope.ts";

/** A set operation has two sides, or, since DuckDB flattens chains of one operation, a list of children. */
export function setOperationMembers(node: AstNode, translate: (member: AstNode) => AstNode): AstNode {
  const members: AstNode = {};
  for (const side of ["left", "right"]) {
    const member = node[side];
    if (isNode(member)) {
      members[side] = translate(member);
    }
  }
  if (Array.isArray(node["children"])) {
    members["children"] = nodesOf(node, "children").map(translate);
  }
  return members;
}

/**
 * Returns a translated query whose literals take the types that its columns are to have.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNION.html
 */
export function withColumnTypes(
  query: AstNode,
  types: readonly (SqlType | undefined)[],
  now: number,
): AstNode {
  const own = outputsOf(query);
  if (query["type"] === "SET_OPERATION_NODE") {
    const members = setOperationMembers(query, (member) => withColumnTypes(member, types, now));
    return withOutputs({ ...query, ...members }, own);
  }
  const items = nodesOf(query, "select_list");
  if (items.length !== types.length) {
    return query;
  }
  const typedItems = items.map((item, index) => coerce(item, types[index], now));
  return withOutputs({ ...query, select_list: typedItems }, own);
}
