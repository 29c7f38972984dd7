import { notSupported, SqlError, syntaxErrorAtEnd } from "../errors.ts";
import { isSchema } from "../catalog/own-table.ts";
import { directTables, partitionConjuncts } from "./partition-conjuncts.ts";
import {
  integerConstant,
  isExpression,
  isNode,
  nodesOf,
  textOf,
  textsOf,
  type AstNode,
} from "../ast/query-ast.ts";
import { topMarker } from "./redshift-syntax.ts";
import { setOperationMembers, withColumnTypes } from "./set-operations.ts";
import { rewriteOuterJoins } from "./outer-joins.ts";
import { withoutKeptOrder } from "./kept-order.ts";
import { nameOutputs } from "./output-names.ts";
import {
  combinedColumns,
  hasColumn,
  outputsOf,
  relation,
  renamed,
  selectedColumns,
  withOutputs,
  type OutputColumn,
  type Scope,
} from "./scope.ts";
import {
  hidePseudoColumns,
  translateFrom,
  type Ctes,
  type QueryContext,
  type QueryPlace,
  type Scan,
  type Translation,
} from "./translate-from.ts";
import { translateExpression, translateWithin, type ExpressionContext } from "./translate-expression.ts";

/**
 * Translates a query of Redshift, as DuckDB's parser read it, into one on DuckDB's views. Throws a `SqlError`
 * naming what it refuses.
 */
export function translateQuery(query: AstNode, context: QueryContext): Translation {
  const translation: Translation = { query, scans: [], systemViews: new Set() };
  const translator = { context, translation, viewDepth: 0 };
  translation.query = translateNode(query, { ctes: new Map(), translator, outer: undefined });
  return translation;
}

function translateNode(node: AstNode, outside: QueryPlace): AstNode {
  const { translator } = outside;
  const { ctes, cteMap } = translateCtes(node, outside);
  const place = { ...outside, ctes };
  switch (textOf(node, "type")) {
    case "SELECT_NODE":
      return translateSelect(rewriteOuterJoins({ ...node, cte_map: cteMap }), place);
    case "SET_OPERATION_NODE": {
      if (!["UNION", "EXCEPT", "INTERSECT"].includes(textOf(node, "setop_type"))) {
        throw notSupported(textOf(node, "setop_type"));
      }
      const setOperation = textOf(node, "setop_type");
      const sides = new Map<AstNode, AstNode>();
      setOperationMembers(node, (member) => {
        sides.set(member, translateNode(member, place));
        return member;
      });
      const columns = combinedColumns([...sides.values()], setOperation);
      const types = columns.map(({ type }) => type);
      const members = setOperationMembers(node, (member) =>
        withColumnTypes(sides.get(member) ?? member, types, translator.context.now),
      );
      const scope = { relations: [relation("", columns)], outer: place.outer };
      const modifiers = translateModifiers(node, expressions(place, scope), columns);
      return withOutputs({ ...node, ...members, cte_map: cteMap, modifiers }, columns);
    }
    case "RECURSIVE_CTE_NODE":
      throw notSupported("WITH RECURSIVE");
    default:
      throw notSupported(`the query form ${textOf(node, "type")}`);
  }
}

/** The views that represent tables: a query of WITH by such a name would stand before them. */
const ownNames = /^redshift_(?:scan|svv)_/iu;

function translateCtes(node: AstNode, place: QueryPlace): { ctes: Ctes; cteMap: AstNode } {
  const cteMap = isNode(node["cte_map"]) ? node["cte_map"] : { map: [] };
  const ctes = new Map(place.ctes);
  const map = nodesOf(cteMap, "map").map((entry) => {
    const value = entry["value"];
    const query = isNode(value) ? value["query"] : undefined;
    if (!isNode(value) || !isNode(query) || !isNode(query["node"])) {
      throw notSupported("this WITH clause");
    }
    if (ownNames.test(textOf(entry, "key"))) {
      throw notSupported(`the name "${textOf(entry, "key")}" in WITH`);
    }
    const translated = translateNode(query["node"], { ...place, ctes: new Map(ctes) });
    const columns = renamed(outputsOf(translated), textsOf(value, "aliases"));
    ctes.set(textOf(entry, "key").toLowerCase(), columns);
    return { ...entry, value: { ...value, query: { ...query, node: translated } } };
  });
  return { ctes, cteMap: { ...cteMap, map } };
}

/** ORDER BY, LIMIT and DISTINCT. A name in ORDER BY is first of all one of the result's columns. */
function translateModifiers(
  node: AstNode,
  context: ExpressionContext,
  columns: readonly OutputColumn[],
): AstNode[] {
  return nodesOf(node, "modifiers").map((modifier) => {
    const type = textOf(modifier, "type");
    if (!["ORDER_MODIFIER", "LIMIT_MODIFIER", "DISTINCT_MODIFIER"].includes(type)) {
      throw notSupported(type);
    }
    if (type === "DISTINCT_MODIFIER" && nodesOf(modifier, "distinct_on_targets").length > 0) {
      throw notSupported("DISTINCT ON");
    }
    if (type !== "ORDER_MODIFIER") {
      const translated = translateWithin(modifier, context);
      return isNode(translated) ? translated : modifier;
    }
    const orders = nodesOf(modifier, "orders").map((order) => {
      const expression = isNode(order["expression"]) ? order["expression"] : {};
      if (expression["class"] === "STAR") {
        throw notSupported("ORDER BY ALL");
      }
      const name = bareName(expression);
      const isOutput = columns.some((column) => column.name === name);
      return isOutput ? order : { ...order, expression: translateExpression(expression, context) };
    });
    return { ...modifier, orders };
  });
}

function bareName(expression: AstNode): string | undefined {
  const [name, another] = expression["class"] === "COLUMN_REF" ? textsOf(expression, "column_names") : [];
  return another === undefined ? name : undefined;
}

function translateSelect(node: AstNode, place: QueryPlace): AstNode {
  const { translator } = place;
  if (node["aggregate_handling"] !== "STANDARD_HANDLING") {
    throw notSupported("GROUP BY ALL");
  }
  if (node["sample"] !== null && node["sample"] !== undefined) {
    throw notSupported("USING SAMPLE");
  }
  const firstScan = translator.translation.scans.length;
  const from = isNode(node["from_table"])
    ? translateFrom(node["from_table"], {
        ...place,
        expressions: (relations) => expressions(place, { relations, outer: place.outer }),
        translateQuery: translateNode,
      })
    : { node: null, relations: [] };
  const scans = translator.translation.scans.slice(firstScan);
  const scope: Scope = { relations: from.relations, outer: place.outer };
  const context = expressions(place, scope);
  const { selectList, modifiers } = takeTop(node);
  const { items, aliases } = translateItems(selectList, context);
  const columns = selectedColumns(items, scope);
  const within = { ...context, aliases };
  const translated: AstNode = {
    ...node,
    from_table: from.node,
    select_list: translator.context.pseudoColumns
      ? items.map((item) => hidePseudoColumns(item, from.node, scans))
      : items,
    modifiers: withoutKeptOrder(translateModifiers({ modifiers }, within, columns), {
      select: { ...node, select_list: items },
      from: from.node,
      scans,
    }),
    where_clause: translateWithin(node["where_clause"] ?? null, context),
    group_expressions: nodesOf(node, "group_expressions").map((expression) => {
      const name = bareName(expression) ?? "";
      // A name of the select list stays one: what it names may be a number, which would be a place in
      // the list.
      return aliases.has(name) && !hasColumn(name, scope)
        ? expression
        : translateExpression(expression, within);
    }),
    having: translateWithin(node["having"] ?? null, context),
    qualify: translateWithin(node["qualify"] ?? null, within),
  };
  const where = translated["where_clause"];
  if (from.node && isExpression(where)) {
    for (const { table, alias } of directTables(from.node)) {
      const scan = scans.find((candidate) => candidate.view === table);
      scan?.conjuncts.push(...partitionConjuncts(where, { alias, keys: partitionKeyNames(scan) }));
    }
  }
  return withOutputs(translated, columns);
}

/**
 * Translates the items of a select list. Each can name those before it.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_SELECT_list.html
 */
function translateItems(
  selectList: readonly AstNode[],
  context: ExpressionContext,
): { items: AstNode[]; aliases: ReadonlyMap<string, AstNode> } {
  const aliases = new Map<string, AstNode>();
  const items = selectList.map((item) => {
    const translated = translateExpression(item, { ...context, aliases: new Map(aliases) });
    const alias = textOf(item, "alias").toLowerCase();
    if (alias !== "") {
      aliases.set(alias, translated);
    }
    return nameOutputs(item, translated);
  });
  return { items, aliases };
}

/** `TOP n` stands as a marker at the head of the select list: it becomes a limit of this SELECT. */
function takeTop(node: AstNode): { selectList: AstNode[]; modifiers: AstNode[] } {
  const [first, ...rest] = nodesOf(node, "select_list");
  const modifiers = nodesOf(node, "modifiers");
  if (!first) {
    return { selectList: [], modifiers };
  }
  if (textOf(first, "function_name") !== topMarker) {
    return { selectList: [first, ...rest], modifiers };
  }
  if (rest.length === 0) {
    throw syntaxErrorAtEnd();
  }
  if (modifiers.some((modifier) => modifier["type"] === "LIMIT_MODIFIER")) {
    throw new SqlError("syntax_error", "TOP and LIMIT cannot stand in one query");
  }
  const limit = { type: "LIMIT_MODIFIER", limit: limitOf(first), offset: null };
  return { selectList: rest, modifiers: [...modifiers, limit] };
}

function partitionKeyNames(scan: Scan): string[] {
  return scan.external.table.definition.partitionKeys.map((key) => key.name);
}

function expressions(place: QueryPlace, scope: Scope): ExpressionContext {
  const { catalog, now } = place.translator.context;
  return {
    now,
    scope,
    aliases: new Map(),
    isSchema: (name) => isSchema(catalog, name),
    database: place.translator.context.database,
    translateQuery: (query, outer) => translateNode(query, { ...place, outer }),
  };
}

/** Returns the n of `TOP n`, carried by the marker's argument. */
function limitOf(marker: AstNode): AstNode {
  return nodesOf(marker, "children")[0] ?? integerConstant(0);
}
