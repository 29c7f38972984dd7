import { systemViewColumns } from "../catalog/system-views.ts";
import { parseColumnType, type ColumnType } from "../catalog/column-type.ts";
import { SqlError } from "../sql-error.ts";
import {
  isExpression,
  isNode,
  nodesOf,
  numberOf,
  textOf,
  textsOf,
  type AstNode,
  type Json,
} from "./query-ast.ts";
import type { Scan } from "./translate-from.ts";

/** What is known of a query's column before it runs: a table's own column, or a cast to a length. */
export type OutputColumn = {
  name: string;
  type: ColumnType | undefined;
  table: { schema: string; name: string } | undefined;
};

type Relation = { alias: string; columns: OutputColumn[] };
type Ctes = ReadonlyMap<string, OutputColumn[]>;

/**
 * The columns that a translated query gives, in order, or undefined where their number cannot be told without running it.
 * A result's metadata tells a column's declared length and table, which DuckDB forgets.
 * Throws `undefined_object` for an alias of a select list in WHERE or HAVING.
 */
export function outputColumns(query: AstNode, scans: readonly Scan[]): OutputColumn[] | undefined {
  try {
    return columnsOf(query, { scans, ctes: new Map() });
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

/** How long a text's cast is, as the translation wrote it: `redshift_left_bytes(x, n)` and `redshift_char(x, n)`. */
const sizedCasts: Record<string, "varchar" | "char"> = {
  redshift_left_bytes: "varchar",
  redshift_char: "char",
};

class Unknown extends Error {
  override readonly name = "Unknown";
}

type Scope = { scans: readonly Scan[]; ctes: Ctes };

function columnsOf(query: AstNode, outer: Scope): OutputColumn[] {
  const ctes = new Map(outer.ctes);
  const scope = { ...outer, ctes };
  for (const entry of nodesOf(isNode(query["cte_map"]) ? query["cte_map"] : {}, "map")) {
    const value = isNode(entry["value"]) ? entry["value"] : {};
    const inner = isNode(value["query"]) && isNode(value["query"]["node"]) ? value["query"]["node"] : {};
    ctes.set(textOf(entry, "key").toLowerCase(), renamed(columnsOf(inner, scope), textsOf(value, "aliases")));
  }
  if (query["type"] === "SELECT_NODE") {
    const relations = isNode(query["from_table"]) ? relationsOf(query["from_table"], scope) : [];
    refuseAliases(query, relations);
    return nodesOf(query, "select_list").flatMap((item) => selected(item, relations));
  }
  const sides = [query["left"], query["right"], ...nodesOf(query, "children")].filter(isNode);
  const [first, ...rest] = sides.map((side) => columnsOf(side, scope));
  if (!first) throw new Unknown();
  // Of several queries' columns only what they agree on is known.
  return first.map((column, index) => {
    const agree = rest.every((other) => JSON.stringify(other[index]?.type) === JSON.stringify(column.type));
    return { name: column.name, type: agree ? column.type : undefined, table: undefined };
  });
}

/** An alias of the select list is no column to WHERE and HAVING, where DuckDB takes it. https://docs.aws.amazon.com/redshift/latest/dg/r_WHERE_clause.html */
function refuseAliases(query: AstNode, relations: readonly Relation[]): void {
  const aliases = new Set(nodesOf(query, "select_list").map((item) => textOf(item, "alias")));
  for (const clause of [query["where_clause"], query["having"]]) {
    for (const expression of expressionsWithin(clause)) {
      const [name = "", qualified] = textsOf(expression, "column_names");
      if (expression["class"] !== "COLUMN_REF" || qualified !== undefined || !aliases.has(name)) continue;
      const isColumn = relations.some(({ columns }) => columns.some((column) => column.name === name));
      if (!isColumn) throw new SqlError("undefined_object", `column "${name}" does not exist`);
    }
  }
}

/** Every expression of a clause, without those of nested queries. */
function expressionsWithin(value: Json | undefined): AstNode[] {
  if (Array.isArray(value)) return value.flatMap(expressionsWithin);
  if (!isNode(value) || value["class"] === "SUBQUERY") return [];
  const own = isExpression(value) ? [value] : [];
  return [...own, ...Object.values(value).flatMap(expressionsWithin)];
}

function selected(item: AstNode, relations: readonly Relation[]): OutputColumn[] {
  if (item["class"] === "STAR") {
    const hidden = textsOf(item, "exclude_list");
    const qualifier = textOf(item, "relation_name");
    return relations
      .filter(({ alias }) => qualifier === "" || alias === qualifier)
      .flatMap(({ columns }) => columns.filter(({ name }) => !hidden.includes(name)));
  }
  const alias = textOf(item, "alias");
  if (item["class"] === "COLUMN_REF") {
    const column = resolve(textsOf(item, "column_names"), relations);
    const name = alias === "" ? (textsOf(item, "column_names").at(-1) ?? "") : alias;
    return [{ type: undefined, table: undefined, ...column, name }];
  }
  const kind = sizedCasts[textOf(item, "function_name")];
  const bytes = numberOf(nodesOf(item, "children")[1]);
  const type = kind !== undefined && bytes !== undefined ? { kind, bytes } : undefined;
  return [{ name: alias, type, table: undefined }];
}

/** The column that a name means; none if it is several relations' or nobody's. */
function resolve(names: readonly string[], relations: readonly Relation[]): OutputColumn | undefined {
  const [name, qualifier] = [...names].reverse();
  const found = relations
    .filter(({ alias }) => qualifier === undefined || alias === qualifier)
    .flatMap(({ columns }) => columns.filter((column) => column.name === name));
  return found.length === 1 ? found[0] : undefined;
}

function relationsOf(from: AstNode, scope: Scope): Relation[] {
  const alias = textOf(from, "alias");
  switch (textOf(from, "type")) {
    case "EMPTY":
      return [];
    case "BASE_TABLE": {
      const columns = renamed(
        tableColumns(textOf(from, "table_name"), scope),
        textsOf(from, "column_name_alias"),
      );
      return [{ alias: alias === "" ? textOf(from, "table_name") : alias, columns }];
    }
    case "SUBQUERY": {
      const node =
        isNode(from["subquery"]) && isNode(from["subquery"]["node"]) ? from["subquery"]["node"] : {};
      return [{ alias, columns: renamed(columnsOf(node, scope), textsOf(from, "column_name_alias")) }];
    }
    case "JOIN": {
      const [left = [], right = []] = [from["left"], from["right"]]
        .filter(isNode)
        .map((side) => relationsOf(side, scope));
      // What USING and NATURAL join comes once.
      const names = new Set(left.flatMap(({ columns }) => columns.map((column) => column.name)));
      const shared = from["ref_type"] === "NATURAL" ? names : new Set(textsOf(from, "using_columns"));
      const rest = right.map((relation) => ({
        ...relation,
        columns: relation.columns.filter(({ name }) => !shared.has(name)),
      }));
      return [...left, ...rest];
    }
    default:
      throw new Unknown();
  }
}

function tableColumns(name: string, { scans, ctes }: Scope): OutputColumn[] {
  const scan = scans.find(({ view }) => view === name);
  if (scan) {
    const { schema, table } = scan.external;
    const { columns, partitionKeys } = table.definition;
    const own = { schema: schema.name, name: table.definition.name };
    return [...columns, ...partitionKeys].map((column) => ({
      name: column.name,
      type: parseColumnType(column.type),
      table: own,
    }));
  }
  const columns = ctes.get(name.toLowerCase());
  if (columns) return columns;
  const view = systemViewColumns[name.replace(/^redshift_/u, "")];
  if (!view) throw new Unknown();
  return Object.keys(view).map((column) => ({ name: column, type: undefined, table: undefined }));
}

function renamed(columns: OutputColumn[], names: readonly string[]): OutputColumn[] {
  return columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
}
