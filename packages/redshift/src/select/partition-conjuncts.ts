import { expressionsIn, isNode, nodesOf, textOf, textsOf, type AstNode } from "../ast/query-ast.ts";

/**
 * Returns the tables of a FROM clause whose rows a WHERE condition can only take away. A table on the
 * nullable side of an outer join is not one of them: without its rows the join would produce NULLs that the
 * condition might keep.
 */
export function directTables(from: AstNode): { table: string; alias: string }[] {
  if (from["type"] === "BASE_TABLE") {
    return [{ table: textOf(from, "table_name"), alias: textOf(from, "alias") }];
  }
  if (from["type"] !== "JOIN") {
    return [];
  }
  const { left, right } = from;
  const joinType = textOf(from, "join_type");
  const leftTables = isNode(left) && (joinType === "INNER" || joinType === "LEFT") ? directTables(left) : [];
  const rightTables =
    isNode(right) && (joinType === "INNER" || joinType === "RIGHT") ? directTables(right) : [];
  return [...leftTables, ...rightTables];
}

/**
 * Returns the parts of a condition, joined by AND, that refer to a table's partition keys alone, with the
 * keys unqualified.
 */
export function partitionConjuncts(
  where: AstNode,
  { alias, keys }: { alias: string; keys: readonly string[] },
): AstNode[] {
  return conjuncts(where)
    .filter((conjunct) => speaksOfKeysAlone(conjunct, alias, keys))
    .map(unqualified)
    .filter(isNode);
}

function conjuncts(where: AstNode): AstNode[] {
  if (where["type"] !== "CONJUNCTION_AND") {
    return [where];
  }
  return nodesOf(where, "children").flatMap(conjuncts);
}

function speaksOfKeysAlone(conjunct: AstNode, alias: string, keys: readonly string[]): boolean {
  let columns = 0;
  for (const expression of expressionsIn(conjunct)) {
    if (expression["class"] === "SUBQUERY" || expression["class"] === "WINDOW") {
      return false;
    }
    if (textOf(expression, "function_name") === "random") {
      return false;
    }
    if (expression["class"] !== "COLUMN_REF") {
      continue;
    }
    const names = textsOf(expression, "column_names");
    const name = names.at(-1) ?? "";
    const own = names.length === 1 || (names.length === 2 && names[0] === alias);
    if (!own || !keys.includes(name)) {
      return false;
    }
    columns += 1;
  }
  return columns > 0;
}

function unqualified(value: AstNode[string]): AstNode[string] {
  if (Array.isArray(value)) {
    return value.map(unqualified);
  }
  if (!isNode(value)) {
    return value;
  }
  if (value["class"] === "COLUMN_REF") {
    return { ...value, column_names: textsOf(value, "column_names").slice(-1) };
  }
  return Object.fromEntries(
    Object.entries(value).map(([member, item]) => [member, unqualified(item ?? null)]),
  );
}
