import { parseColumnType } from "../catalog/column-type.ts";
import { systemViewColumns } from "../catalog/system-views.ts";
import type { ExternalTable } from "../catalog/catalog.ts";
import { textOf, textsOf, type AstNode } from "../ast/query-ast.ts";
import { typed, typeOf } from "../ast/node-type.ts";
import { commonType, longestText, type SqlType } from "../ast/sql-type.ts";
import { cannotMatch } from "../functions/coerce.ts";
import { SqlError } from "../errors.ts";

/** What is known of a query's column before it runs. `table` is where a table's own column comes from. */
export type OutputColumn = {
  name: string;
  type: SqlType | undefined;
  table: { schema: string; name: string } | undefined;
};

/** A table of a FROM clause. */
export type Relation = {
  alias: string;
  columns: readonly OutputColumn[];
  /** Columns that can be named, and that `*` leaves out. */
  hidden: readonly OutputColumn[];
  /** The names of columns that a join by USING returns once, as the other side's. */
  merged: ReadonlySet<string>;
};

/** The tables whose columns an expression can name; those of the query around it come second. */
export type Scope = { relations: readonly Relation[]; outer: Scope | undefined };

/** The columns of translated queries: what stands in FROM, and a result's metadata, are read off here. */
const outputs = new WeakMap<AstNode, readonly OutputColumn[]>();

/** Returns the columns that a translated query returns, in order. */
export function outputsOf(query: AstNode): readonly OutputColumn[] {
  const columns = outputs.get(query);
  if (!columns) {
    throw new TypeError(`the columns of a ${textOf(query, "type")} are not known`);
  }
  return columns;
}

export function withOutputs(query: AstNode, columns: readonly OutputColumn[]): AstNode {
  outputs.set(query, columns);
  return query;
}

export function relation(
  alias: string,
  columns: readonly OutputColumn[],
  hidden: readonly OutputColumn[] = [],
): Relation {
  return { alias, columns, hidden, merged: new Set() };
}

/** Returns the columns of an external table: those of its files, then the partition keys. */
export function tableColumns({ schema, table }: ExternalTable): OutputColumn[] {
  const { name, columns, partitionKeys } = table.definition;
  return [...columns, ...partitionKeys].map((column) => ({
    name: column.name,
    type: parseColumnType(column.type),
    table: { schema: schema.name, name },
  }));
}

/**
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE_usage.html#r_CREATE_EXTERNAL_TABLE_usage-pseudocolumns
 */
export const pseudoColumns: readonly OutputColumn[] = [
  { name: "$path", type: longestText, table: undefined },
  { name: "$size", type: { kind: "bigint" }, table: undefined },
];

export function viewColumns(name: string): OutputColumn[] {
  return Object.entries(systemViewColumns[name] ?? {}).map(([column, type]) => ({
    name: column,
    type: type === "VARCHAR" ? longestText : { kind: "integer" },
    table: undefined,
  }));
}

export function renamed(columns: readonly OutputColumn[], names: readonly string[]): OutputColumn[] {
  return columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
}

/** Returns the tables on both sides of a join. What USING and NATURAL join comes once. */
export function joinedRelations(
  join: AstNode,
  left: readonly Relation[],
  right: readonly Relation[],
): Relation[] {
  const names = new Set(left.flatMap(({ columns }) => columns.map((column) => column.name)));
  const shared = join["ref_type"] === "NATURAL" ? names : new Set(textsOf(join, "using_columns"));
  if (shared.size === 0) {
    return [...left, ...right];
  }
  return [...left, ...right.map((side) => ({ ...side, merged: new Set([...side.merged, ...shared]) }))];
}

/**
 * Returns the column that a name means, of the nearest query that has it. Throws for a name that several
 * tables have, and for an unknown one.
 */
function resolveColumn(names: readonly string[], scope: Scope): OutputColumn {
  const [name = "", qualifier] = [...names].reverse();
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const found = candidates(name, qualifier, at.relations);
    const [first, another] = found;
    if (first && another) {
      throw new SqlError("query_failed", `column reference "${name}" is ambiguous`);
    }
    if (first) {
      return first;
    }
    if (qualifier !== undefined && at.relations.some(({ alias }) => alias === qualifier)) {
      break;
    }
  }
  throw unknownColumn(name, qualifier, scope);
}

/** Returns whether a table of the innermost query has a column of the name. */
export function hasColumn(name: string, { relations }: Scope): boolean {
  return candidates(name, undefined, relations).length > 0;
}

function candidates(
  name: string,
  qualifier: string | undefined,
  relations: readonly Relation[],
): OutputColumn[] {
  return relations
    .filter(({ alias, merged }) => (qualifier === undefined ? !merged.has(name) : alias === qualifier))
    .flatMap(({ columns, hidden }) => [...columns, ...hidden].filter((column) => column.name === name));
}

function unknownColumn(name: string, qualifier: string | undefined, scope: Scope): SqlError {
  if (qualifier === undefined) {
    return new SqlError("undefined_object", `column "${name}" does not exist`);
  }
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    if (at.relations.some(({ alias }) => alias === qualifier)) {
      return new SqlError("undefined_object", `column ${qualifier}.${name} does not exist`);
    }
  }
  return new SqlError("undefined_object", `relation "${qualifier}" does not exist`);
}

/** Returns the columns that the items of a translated select list return. */
export function selectedColumns(items: readonly AstNode[], scope: Scope): OutputColumn[] {
  return items.flatMap((item) => {
    if (item["class"] === "STAR") {
      return starColumns(textOf(item, "relation_name"), scope);
    }
    const alias = textOf(item, "alias");
    if (item["class"] !== "COLUMN_REF") {
      return [{ name: alias, type: typeOf(item), table: undefined }];
    }
    const names = textsOf(item, "column_names");
    return [{ ...resolveColumn(names, scope), name: alias === "" ? (names.at(-1) ?? "") : alias }];
  });
}

function starColumns(qualifier: string, { relations }: Scope): OutputColumn[] {
  if (qualifier === "") {
    return relations.flatMap(({ columns, merged }) => columns.filter(({ name }) => !merged.has(name)));
  }
  const found = relations.filter(({ alias }) => alias === qualifier);
  if (found.length === 0) {
    throw new SqlError("undefined_object", `relation "${qualifier}" does not exist`);
  }
  return found.flatMap(({ columns }) => [...columns]);
}

/**
 * Returns the columns of a set operation: named by its first query, of the types that all have in common.
 * Throws for a number of columns or types that do not match.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNION.html
 */
export function combinedColumns(sides: readonly AstNode[], operation: string): OutputColumn[] {
  const [first = [], ...rest] = sides.map(outputsOf);
  if (rest.some((other) => other.length !== first.length)) {
    throw new SqlError("query_failed", `each ${operation} query must have the same number of columns`);
  }
  return first.map((column, index) => {
    const type = commonType([column, ...rest.map((other) => other[index])].map((other) => other?.type));
    if (type && "conflict" in type) {
      throw cannotMatch(operation, type.conflict);
    }
    return { name: column.name, type, table: undefined };
  });
}

/** Returns a reference to a column, with its type. */
export function typedColumn(node: AstNode, scope: Scope): AstNode {
  return typed(node, resolveColumn(textsOf(node, "column_names"), scope).type);
}
