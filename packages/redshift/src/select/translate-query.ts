import { findExternalTable, findView, type Catalog, type ExternalTable } from "../catalog/catalog.ts";
import { systemViewColumns } from "../catalog/system-views.ts";
import { notSupported, SqlError, syntaxErrorAtEnd } from "../sql-error.ts";
import { limitOf } from "./functions.ts";
import { directTables, partitionConjuncts } from "./partition-conjuncts.ts";
import { isExpression, isNode, nodesOf, textOf, textsOf, type AstNode } from "./query-ast.ts";
import { topMarker } from "./redshift-syntax.ts";
import { nameOutputs } from "./output-names.ts";
import { translateExpression, translateWithin, type ExpressionContext } from "./translate-expression.ts";

/** One place of a query that reads an external table: a view of that name has to give its rows. */
export type Scan = {
  view: string;
  external: ExternalTable;
  /** Conditions on partition keys alone that a partition must meet to have a row in the result. */
  conjuncts: AstNode[];
};

export type Translation = {
  query: AstNode;
  scans: Scan[];
  /** System views that the query reads, by name. */
  systemViews: Set<string>;
};

export type QueryContext = {
  catalog: Catalog;
  /** The queries of the catalog's views, parsed, by `schema.name`. */
  viewQueries: ReadonlyMap<string, AstNode>;
  now: number;
  /** Whether scans carry `"$path"` and `"$size"`. `SELECT *` leaves them out. */
  pseudoColumns: boolean;
};

/** Views within views: more is a cycle. */
const deepestViews = 32;

/** Translates a query of Redshift, as DuckDB's parser read it, into one on DuckDB's views. Throws a `SqlError` naming what it refuses. */
export function translateQuery(query: AstNode, context: QueryContext): Translation {
  const translation: Translation = { query, scans: [], systemViews: new Set() };
  const translator = { context, translation, viewDepth: 0 };
  translation.query = translateNode(query, new Set(), translator);
  return translation;
}

type Translator = { context: QueryContext; translation: Translation; viewDepth: number };

function translateNode(node: AstNode, outerCtes: ReadonlySet<string>, translator: Translator): AstNode {
  const { ctes, cteMap } = translateCtes(node, outerCtes, translator);
  const modifiers = translateModifiers(node, ctes, translator);
  switch (textOf(node, "type")) {
    case "SELECT_NODE":
      return translateSelect({ ...node, cte_map: cteMap, modifiers }, ctes, translator);
    case "SET_OPERATION_NODE": {
      if (!["UNION", "EXCEPT", "INTERSECT"].includes(textOf(node, "setop_type"))) {
        throw notSupported(textOf(node, "setop_type"));
      }
      const members = setOperationMembers(node, (member) => translateNode(member, ctes, translator));
      return { ...node, ...members, cte_map: cteMap, modifiers };
    }
    case "RECURSIVE_CTE_NODE":
      throw notSupported("WITH RECURSIVE");
    default:
      throw notSupported(`the query form ${textOf(node, "type")}`);
  }
}

/** A set operation has two sides, or, since DuckDB flattens chains of one operation, a list of children. */
function setOperationMembers(node: AstNode, translate: (member: AstNode) => AstNode): AstNode {
  const members: AstNode = {};
  for (const side of ["left", "right"]) {
    const member = node[side];
    if (isNode(member)) members[side] = translate(member);
  }
  if (Array.isArray(node["children"])) members["children"] = nodesOf(node, "children").map(translate);
  return members;
}

function translateCtes(
  node: AstNode,
  outer: ReadonlySet<string>,
  translator: Translator,
): { ctes: ReadonlySet<string>; cteMap: AstNode } {
  const cteMap = isNode(node["cte_map"]) ? node["cte_map"] : { map: [] };
  const ctes = new Set(outer);
  const map = nodesOf(cteMap, "map").map((entry) => {
    const value = entry["value"];
    const query = isNode(value) ? value["query"] : undefined;
    if (!isNode(value) || !isNode(query) || !isNode(query["node"])) throw notSupported("this WITH clause");
    const translated = translateNode(query["node"], ctes, translator);
    ctes.add(textOf(entry, "key").toLowerCase());
    return { ...entry, value: { ...value, query: { ...query, node: translated } } };
  });
  return { ctes, cteMap: { ...cteMap, map } };
}

function translateModifiers(node: AstNode, ctes: ReadonlySet<string>, translator: Translator): AstNode[] {
  return nodesOf(node, "modifiers").map((modifier) => {
    const type = textOf(modifier, "type");
    if (!["ORDER_MODIFIER", "LIMIT_MODIFIER", "DISTINCT_MODIFIER"].includes(type)) throw notSupported(type);
    if (type === "DISTINCT_MODIFIER" && nodesOf(modifier, "distinct_on_targets").length > 0) {
      throw notSupported("DISTINCT ON");
    }
    if (
      nodesOf(modifier, "orders").some(
        (order) => isNode(order["expression"]) && order["expression"]["class"] === "STAR",
      )
    ) {
      throw notSupported("ORDER BY ALL");
    }
    const translated = translateWithin(modifier, expressions(ctes, translator));
    return isNode(translated) ? translated : modifier;
  });
}

function translateSelect(node: AstNode, ctes: ReadonlySet<string>, translator: Translator): AstNode {
  if (node["aggregate_handling"] !== "STANDARD_HANDLING") throw notSupported("GROUP BY ALL");
  if (node["sample"] !== null && node["sample"] !== undefined) throw notSupported("USING SAMPLE");
  const firstScan = translator.translation.scans.length;
  const from = isNode(node["from_table"]) ? translateFrom(node["from_table"], ctes, translator) : null;
  const scope = expressions(ctes, translator);
  const { selectList, modifiers } = takeTop(node);
  const scans = translator.translation.scans.slice(firstScan);
  const translated: AstNode = {
    ...node,
    from_table: from,
    select_list: selectList.map((item) => {
      const output = nameOutputs(item, translateExpression(item, scope));
      return translator.context.pseudoColumns ? hidePseudoColumns(output, from, scans) : output;
    }),
    modifiers,
  };
  for (const member of ["where_clause", "group_expressions", "having", "qualify"]) {
    translated[member] = translateWithin(node[member] ?? null, scope);
  }
  const where = translated["where_clause"];
  if (from && isExpression(where)) {
    for (const { table, alias } of directTables(from)) {
      const scan = scans.find((candidate) => candidate.view === table);
      scan?.conjuncts.push(...partitionConjuncts(where, { alias, keys: partitionKeyNames(scan) }));
    }
  }
  return translated;
}

function translateFrom(node: AstNode, ctes: ReadonlySet<string>, translator: Translator): AstNode {
  if (node["sample"] !== null && node["sample"] !== undefined) throw notSupported("TABLESAMPLE");
  switch (textOf(node, "type")) {
    case "EMPTY":
      return node;
    case "BASE_TABLE":
      return translateTable(node, ctes, translator);
    case "SUBQUERY": {
      const subquery = node["subquery"];
      if (!isNode(subquery) || !isNode(subquery["node"])) throw notSupported("a subquery of this kind");
      return { ...node, subquery: { ...subquery, node: translateNode(subquery["node"], ctes, translator) } };
    }
    case "JOIN": {
      const { left, right, condition } = node;
      if (!["REGULAR", "CROSS", "NATURAL"].includes(textOf(node, "ref_type")))
        throw notSupported(`${textOf(node, "ref_type")} JOIN`);
      if (!["INNER", "LEFT", "RIGHT", "OUTER"].includes(textOf(node, "join_type")))
        throw notSupported(`${textOf(node, "join_type")} JOIN`);
      if (!isNode(left) || !isNode(right)) throw notSupported("a join of this kind");
      return {
        ...node,
        left: translateFrom(left, ctes, translator),
        right: translateFrom(right, ctes, translator),
        condition: translateWithin(condition ?? null, expressions(ctes, translator)),
      };
    }
    case "TABLE_FUNCTION":
      throw notSupported("a table function in FROM");
    default:
      throw notSupported(`${textOf(node, "type")} in FROM`);
  }
}

function translateTable(node: AstNode, ctes: ReadonlySet<string>, translator: Translator): AstNode {
  const { catalog, viewQueries } = translator.context;
  if (textOf(node, "catalog_name") !== "") throw notSupported("a name of three parts");
  const schema = textOf(node, "schema_name").toLowerCase();
  const name = textOf(node, "table_name").toLowerCase();
  const alias = textOf(node, "alias") === "" ? name : textOf(node, "alias");
  if (schema === "" && ctes.has(name)) return node;
  const qualified = { schema: schema === "" ? undefined : schema, name };
  const view = findView(catalog, qualified);
  const viewQuery = view && viewQueries.get(`${view.schema}.${view.name}`);
  if (view && viewQuery) {
    if (translator.viewDepth >= deepestViews)
      throw new SqlError("query_failed", `the view "${name}" contains itself`);
    const query = translateNode(viewQuery, new Set(), { ...translator, viewDepth: translator.viewDepth + 1 });
    const names = textsOf(node, "column_name_alias");
    return subqueryReference(query, alias, names.length > 0 ? names : view.columns);
  }
  if ((schema === "" || schema === "pg_catalog") && Object.hasOwn(systemViewColumns, name)) {
    translator.translation.systemViews.add(name);
    return { ...node, schema_name: "", table_name: `redshift_${name}`, alias };
  }
  const external = findExternalTable(catalog, qualified);
  const scan: Scan = {
    view: `redshift_scan_${translator.translation.scans.length + 1}`,
    external,
    conjuncts: [],
  };
  translator.translation.scans.push(scan);
  return { ...node, schema_name: "", table_name: scan.view, alias };
}

function subqueryReference(query: AstNode, alias: string, columns: string[]): AstNode {
  return {
    type: "SUBQUERY",
    alias,
    sample: null,
    query_location: 0,
    subquery: { node: query, named_param_map: [] },
    column_name_alias: columns,
  };
}

/** `TOP n` stands as a marker at the head of the select list: it becomes a limit of this SELECT. */
function takeTop(node: AstNode): { selectList: AstNode[]; modifiers: AstNode[] } {
  const [first, ...rest] = nodesOf(node, "select_list");
  const modifiers = nodesOf(node, "modifiers");
  if (!first) return { selectList: [], modifiers };
  if (textOf(first, "function_name") !== topMarker) return { selectList: [first, ...rest], modifiers };
  if (rest.length === 0) throw syntaxErrorAtEnd();
  if (modifiers.some((modifier) => modifier["type"] === "LIMIT_MODIFIER")) {
    throw new SqlError("syntax_error", "TOP and LIMIT cannot stand in one query");
  }
  const limit = { type: "LIMIT_MODIFIER", limit: limitOf(first), offset: null };
  return { selectList: rest, modifiers: [...modifiers, limit] };
}

/** `SELECT *` gives no pseudo-columns. https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE_usage.md#r_CREATE_EXTERNAL_TABLE_usage-pseudocolumns */
function hidePseudoColumns(item: AstNode, from: AstNode | null, scans: readonly Scan[]): AstNode {
  if (item["class"] !== "STAR" || !from) return item;
  const qualifier = textOf(item, "relation_name");
  const direct = tablesIn(from).filter(({ table }) => scans.some((scan) => scan.view === table));
  const applies = qualifier === "" ? direct.length > 0 : direct.some(({ alias }) => alias === qualifier);
  return applies ? { ...item, exclude_list: ["$path", "$size"] } : item;
}

function tablesIn(from: AstNode): { table: string; alias: string }[] {
  if (from["type"] === "BASE_TABLE")
    return [{ table: textOf(from, "table_name"), alias: textOf(from, "alias") }];
  if (from["type"] !== "JOIN") return [];
  return [from["left"], from["right"]].filter(isNode).flatMap(tablesIn);
}

function partitionKeyNames(scan: Scan): string[] {
  return scan.external.table.definition.partitionKeys.map((key) => key.name);
}

function expressions(ctes: ReadonlySet<string>, translator: Translator): ExpressionContext {
  const { catalog, now } = translator.context;
  return {
    now,
    isSchema: (name) => Object.hasOwn(catalog.externalSchemas, name) || name === "public",
    translateQuery: (query) => translateNode(query, ctes, translator),
  };
}
