import { notSupported, SqlError, syntaxErrorAtEnd } from "../sql-error.ts";
import { isSchema } from "../catalog/own-table.ts";
import { limitOf } from "./functions.ts";
import { directTables, partitionConjuncts } from "./partition-conjuncts.ts";
import { isExpression, isNode, nodesOf, textOf, type AstNode } from "./query-ast.ts";
import { topMarker } from "./redshift-syntax.ts";
import { nameOutputs } from "./output-names.ts";
import {
  hidePseudoColumns,
  translateFrom,
  type FromScope,
  type QueryContext,
  type Scan,
  type Translation,
  type Translator,
} from "./translate-from.ts";
import { translateExpression, translateWithin, type ExpressionContext } from "./translate-expression.ts";

/** Translates a query of Redshift, as DuckDB's parser read it, into one on DuckDB's views. Throws a `SqlError` naming what it refuses. */
export function translateQuery(query: AstNode, context: QueryContext): Translation {
  const translation: Translation = { query, scans: [], systemViews: new Set() };
  const translator = { context, translation, viewDepth: 0 };
  translation.query = translateNode(query, new Set(), translator);
  return translation;
}

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

/** The views that stand for tables: a query of WITH by such a name would stand before them. */
const ownNames = /^redshift_(?:scan|svv)_/iu;

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
    if (ownNames.test(textOf(entry, "key"))) throw notSupported(`the name "${textOf(entry, "key")}" in WITH`);
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
  const from = isNode(node["from_table"])
    ? translateFrom(node["from_table"], fromScope(ctes, translator))
    : null;
  const { selectList, modifiers } = takeTop(node);
  const aliases = new Set(selectList.map((item) => textOf(item, "alias").toLowerCase()));
  const scope = { ...expressions(ctes, translator), aliases };
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

function partitionKeyNames(scan: Scan): string[] {
  return scan.external.table.definition.partitionKeys.map((key) => key.name);
}

function fromScope(ctes: ReadonlySet<string>, translator: Translator): FromScope {
  return {
    ctes,
    translator,
    expressions: expressions(ctes, translator),
    translateQuery: (query, scope) => translateNode(query, scope.ctes, scope.translator),
  };
}

function expressions(ctes: ReadonlySet<string>, translator: Translator): ExpressionContext {
  const { catalog, now } = translator.context;
  return {
    now,
    aliases: new Set(),
    isSchema: (name) => isSchema(catalog, name),
    translateQuery: (query) => translateNode(query, ctes, translator),
  };
}
