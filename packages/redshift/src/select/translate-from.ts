import { findView, type Catalog, type ExternalTable } from "../catalog/catalog.ts";
import { findTable } from "../catalog/own-table.ts";
import { systemViewColumns } from "../catalog/system-views.ts";
import { notSupported, SqlError } from "../errors.ts";
import { isNode, textOf, textsOf, type AstNode } from "../ast/query-ast.ts";
import {
  joinedRelations,
  outputsOf,
  pseudoColumns,
  relation,
  renamed,
  tableColumns,
  viewColumns,
  type OutputColumn,
  type Relation,
  type Scope,
} from "./scope.ts";
import { isTarget, rowOutput } from "./target.ts";
import { translateWithin, type ExpressionContext } from "./translate-expression.ts";

/** One place of a query that reads an external table: a view of that name has to return its rows. */
export type Scan = {
  view: string;
  external: ExternalTable;
  /** Conditions on partition keys alone that a partition must meet to have a row in the result. */
  conjuncts: AstNode[];
  /** Whether its rows are those that the statement changes, and have their number. */
  isTarget: boolean;
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
  /** The database at hand, which can stand before a schema. */
  database: string;
  /** Whether scans carry `"$path"` and `"$size"`. `SELECT *` leaves them out. */
  pseudoColumns: boolean;
};

/** Views within views: more is a cycle. */
const deepestViews = 32;

/** A translation on its way. */
type Translator = {
  context: QueryContext;
  translation: Translation;
  /** The number of views that the query at hand is within. */
  viewDepth: number;
};

/** The queries of WITH by their names, with their columns. */
export type Ctes = ReadonlyMap<string, readonly OutputColumn[]>;

/** What a query stands in. */
export type QueryPlace = { ctes: Ctes; translator: Translator; outer: Scope | undefined };

/** What a FROM clause stands in, and how the queries and conditions within it are translated. */
export type FromPlace = QueryPlace & {
  expressions: (relations: readonly Relation[]) => ExpressionContext;
  translateQuery: (query: AstNode, place: QueryPlace) => AstNode;
};

/** A FROM clause, translated, and the tables whose columns it makes known. */
export type TranslatedFrom = { node: AstNode; relations: readonly Relation[] };

/**
 * Translates a FROM clause: external tables become scans, views their queries, system views DuckDB's views of
 * them. Throws a `SqlError` for a relation that does not exist and for what Redshift has not in FROM.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_FROM_clause30.html
 */
export function translateFrom(node: AstNode, place: FromPlace): TranslatedFrom {
  if (node["sample"] !== null && node["sample"] !== undefined) {
    throw notSupported("TABLESAMPLE");
  }
  switch (textOf(node, "type")) {
    case "EMPTY":
      return { node, relations: [] };
    case "BASE_TABLE":
      return translateTable(node, place);
    case "SUBQUERY": {
      const subquery = node["subquery"];
      if (!isNode(subquery) || !isNode(subquery["node"])) {
        throw notSupported("a subquery of this kind");
      }
      const query = place.translateQuery(subquery["node"], place);
      const columns = renamed(outputsOf(query), textsOf(node, "column_name_alias"));
      return {
        node: { ...node, subquery: { ...subquery, node: query } },
        relations: [relation(textOf(node, "alias"), columns)],
      };
    }
    case "JOIN":
      return translateJoin(node, place);
    case "TABLE_FUNCTION":
      throw notSupported("a table function in FROM");
    case "EXPRESSION_LIST":
      throw notSupported("VALUES in FROM");
    default:
      throw notSupported(`${textOf(node, "type")} in FROM`);
  }
}

function translateJoin(node: AstNode, place: FromPlace): TranslatedFrom {
  if (!["REGULAR", "CROSS", "NATURAL"].includes(textOf(node, "ref_type"))) {
    throw notSupported(`${textOf(node, "ref_type")} JOIN`);
  }
  if (!["INNER", "LEFT", "RIGHT", "OUTER", "FULL"].includes(textOf(node, "join_type"))) {
    throw notSupported(`${textOf(node, "join_type")} JOIN`);
  }
  if (!isNode(node["left"]) || !isNode(node["right"])) {
    throw notSupported("a join of this kind");
  }
  const left = translateFrom(node["left"], place);
  const right = translateFrom(node["right"], place);
  const both = [...left.relations, ...right.relations];
  const condition = translateWithin(node["condition"] ?? null, place.expressions(both));
  return {
    node: { ...node, left: left.node, right: right.node, condition },
    relations: joinedRelations(node, left.relations, right.relations),
  };
}

function translateTable(node: AstNode, place: FromPlace): TranslatedFrom {
  const { ctes, translator } = place;
  const { catalog, viewQueries } = translator.context;
  const database = textOf(node, "catalog_name").toLowerCase();
  if (database !== "" && database !== translator.context.database) {
    throw notSupported(
      `the cross-database reference "${database}.${textOf(node, "schema_name")}.${textOf(node, "table_name")}"`,
    );
  }
  const schema = textOf(node, "schema_name").toLowerCase();
  const name = textOf(node, "table_name").toLowerCase();
  const alias = textOf(node, "alias") === "" ? name : textOf(node, "alias");
  const names = textsOf(node, "column_name_alias");
  const cte = schema === "" ? ctes.get(name) : undefined;
  if (cte) {
    return { node, relations: [relation(alias, renamed(cte, names))] };
  }
  const qualified = { schema: schema === "" ? undefined : schema, name };
  const view =
    Object.hasOwn(catalog.temporary, name) && schema === "" ? undefined : findView(catalog, qualified);
  const viewQuery = view && viewQueries.get(`${view.schema}.${view.name}`);
  if (view && viewQuery) {
    if (translator.viewDepth >= deepestViews) {
      throw new SqlError("query_failed", `the view "${name}" contains itself`);
    }
    const within = { ...translator, viewDepth: translator.viewDepth + 1 };
    const query = place.translateQuery(viewQuery, { ctes: new Map(), translator: within, outer: undefined });
    const columns = names.length > 0 ? names : view.columns;
    return {
      node: subqueryReference(query, alias, columns),
      relations: [relation(alias, renamed(outputsOf(query), columns))],
    };
  }
  if ((schema === "" || schema === "pg_catalog") && Object.hasOwn(systemViewColumns, name)) {
    translator.translation.systemViews.add(name);
    return {
      node: { ...node, catalog_name: "", schema_name: "", table_name: `redshift_${name}`, alias },
      relations: [relation(alias, renamed(viewColumns(name), names))],
    };
  }
  const external = findTable(catalog, qualified);
  const scan: Scan = {
    view: `redshift_scan_${translator.translation.scans.length + 1}`,
    external,
    conjuncts: [],
    isTarget: isTarget(node),
  };
  translator.translation.scans.push(scan);
  // The warehouse's own tables are in no object.
  const own = scan.isTarget ? [rowOutput] : [];
  const hidden = external.table.files ? own : pseudoColumns;
  return {
    node: { ...node, catalog_name: "", schema_name: "", table_name: scan.view, alias },
    relations: [relation(alias, renamed(tableColumns(external), names), hidden)],
  };
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

/**
 * `SELECT *` returns no pseudo-columns.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE_usage.md#r_CREATE_EXTERNAL_TABLE_usage-pseudocolumns
 */
export function hidePseudoColumns(item: AstNode, from: AstNode | null, scans: readonly Scan[]): AstNode {
  if (item["class"] !== "STAR" || !from) {
    return item;
  }
  const qualifier = textOf(item, "relation_name");
  const direct = tablesIn(from).filter(({ table }) =>
    scans.some((scan) => scan.view === table && !scan.external.table.files),
  );
  const applies = qualifier === "" ? direct.length > 0 : direct.some(({ alias }) => alias === qualifier);
  return applies ? { ...item, exclude_list: ["$path", "$size"] } : item;
}

function tablesIn(from: AstNode): { table: string; alias: string }[] {
  if (from["type"] === "BASE_TABLE") {
    return [{ table: textOf(from, "table_name"), alias: textOf(from, "alias") }];
  }
  if (from["type"] !== "JOIN") {
    return [];
  }
  return [from["left"], from["right"]].filter(isNode).flatMap(tablesIn);
}
