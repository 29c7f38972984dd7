import type { Catalog, OwnColumn } from "../catalog/catalog.ts";
import { duckdbType, parseColumnType } from "../catalog/column-type.ts";
import { findOwnTable, type FoundTable } from "../catalog/own-table.ts";
import type { Definition } from "../ddl/alter-catalog.ts";
import type { CreateTableAs, Delete, Insert } from "../grammar/statement.ts";
import { describeQuery, type QueryColumn } from "../query/describe-query.ts";
import { withQuery, type OpenQuery, type QueryEnvironment } from "../query/open-query.ts";
import { prepareQuery, type PreparedQuery } from "../query/prepare-query.ts";
import { SqlError } from "../errors.ts";
import type { QualifiedName } from "../sql/token-reader.ts";
import { tokenize, type Token } from "../sql/tokenize.ts";
import { columnOfQuery, writeRows, type WrittenColumn } from "./own-rows.ts";
import type { TableFiles } from "./table-files.ts";

/** What a statement that writes tables works in. `now` in milliseconds since 1970. */
export type WriteContext = {
  catalog: Catalog;
  database: string;
  environment: QueryEnvironment;
  tables: TableFiles;
  now: number;
  queryId: number;
  /** Throws when the stage does not declare one of the roles. */
  authorize: (iamRoleArns: readonly string[]) => void;
  signal: AbortSignal;
};

/** The changes of the catalog, and the number of rows that were written or removed. */
export type Written = { changes: Definition[]; rows: number };

/**
 * Runs the query of a CREATE TABLE AS. https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_AS.html
 */
export async function createTableAs(
  { table, isTemporary, names, query: tokens }: CreateTableAs,
  context: WriteContext,
): Promise<Written> {
  const query = await prepare(tokens, context);
  return withQuery(query, context, async (open) => {
    const columns = renamed(await describeQuery(open, query), names).map(columnOfQuery);
    refuseRepeated(columns);
    const written = await store(open, { query, columns: bySource(columns) }, context);
    const change = { kind: "createTable" as const, table, isTemporary, ifNotExists: false, columns };
    return { changes: [{ ...change, files: written.files }], rows: written.rows };
  });
}

/** Writes the rows of an INSERT. https://docs.aws.amazon.com/redshift/latest/dg/r_INSERT_30.html */
export async function insertRows(insert: Insert, context: WriteContext): Promise<Written> {
  const found = existingTable(context.catalog, insert.table);
  const targets = targetColumns(insert, found);
  const tokens = insert.rows ? valuesQuery(insert.rows, targets) : insert.query;
  const query = await prepare(tokens, context);
  const defaults = new Map<string, string>();
  for (const column of found.table.columns) {
    if (column.default === undefined) {
      continue;
    }
    const value = await prepare(tokenize(`SELECT ${column.default}`), context);
    defaults.set(column.name, `(${value.sql})`);
  }
  return withQuery(query, context, async (open) => {
    const given = (await describeQuery(open, query)).length;
    const filled = insert.columns ? targets : targets.slice(0, given);
    // DEFAULT VALUES lists no value, and the row is made by a query of one column that goes nowhere.
    const isDefault = insert.rows?.[0]?.length === 0;
    if (!isDefault && given !== filled.length) {
      throw wrongCount(given, filled.length);
    }
    const columns = found.table.columns.map((column): WrittenColumn => {
      const index = filled.indexOf(column);
      return { column, value: index < 0 ? (defaults.get(column.name) ?? "NULL") : `c${index}` };
    });
    const { files, rows } = await store(open, { query, columns }, context);
    const { schema, name } = found;
    return { changes: [{ kind: "changeRows", table: { schema, name }, added: files, removed: [] }], rows };
  });
}

/** Writes the rows that a DELETE leaves. https://docs.aws.amazon.com/redshift/latest/dg/r_DELETE.html */
export async function deleteRows({ table, where }: Delete, context: WriteContext): Promise<Written> {
  const { schema, name, table: found } = existingTable(context.catalog, table);
  const target = { schema, name };
  const change = { kind: "changeRows" as const, table: target, removed: found.files };
  const from = tokenize(`FROM ${schema === undefined ? "" : `"${schema}".`}"${name}"`);
  const condition = where ? [...tokenize("WHERE ("), ...where, ...tokenize(")")] : [];
  const count = await prepare([...tokenize("SELECT COUNT(*)"), ...from, ...condition], context);
  const rows = await withQuery(count, context, async ({ connection }) => {
    const reader = await connection.runAndReadAll(count.sql);
    return Number(reader.getRows()[0]?.[0]);
  });
  if (rows === 0) {
    return { changes: [], rows };
  }
  if (!where) {
    return { changes: [{ ...change, added: [] }], rows };
  }
  const kept = [...tokenize("WHERE NOT COALESCE(("), ...where, ...tokenize("), false)")];
  const query = await prepare([...tokenize("SELECT *"), ...from, ...kept], context);
  return withQuery(query, context, async (open) => {
    const { files } = await store(open, { query, columns: bySource(found.columns) }, context);
    return { changes: [{ ...change, added: files }], rows };
  });
}

/**
 * Prepares a query of a statement that writes. Throws a `SqlError`, for a role of the tables it reads too.
 */
export async function prepare(tokens: readonly Token[], context: WriteContext): Promise<PreparedQuery> {
  const { catalog, environment, now, database } = context;
  const query = await prepareQuery(tokens, { catalog, parser: environment.parser, now, database });
  for (const { external } of query.scans) {
    context.authorize(external.schema.iamRoleArns);
  }
  return query;
}

async function store(
  open: OpenQuery,
  { query, columns }: { query: PreparedQuery; columns: readonly WrittenColumn[] },
  { tables }: WriteContext,
): Promise<{ files: string[]; rows: number }> {
  const columnCount = (await describeQuery(open, query)).length;
  const { file, rows } = await writeRows(open, { sql: query.sql, columnCount }, columns);
  return { files: file === undefined ? [] : [await tables.add(file)], rows };
}

function existingTable(catalog: Catalog, name: QualifiedName): FoundTable {
  const found = findOwnTable(catalog, name);
  if (!found) {
    throw new SqlError("undefined_object", `relation "${name.name}" does not exist`);
  }
  return found;
}

function targetColumns(
  { columns: names }: Insert,
  { name: table, table: { columns } }: FoundTable,
): OwnColumn[] {
  if (!names) {
    return columns;
  }
  return names.map((name, index) => {
    if (names.indexOf(name) !== index) {
      throw new SqlError("duplicate_object", `column "${name}" specified more than once`);
    }
    const column = columns.find((candidate) => candidate.name === name);
    if (column) {
      return column;
    }
    throw new SqlError("undefined_object", `column "${name}" of relation "${table}" does not exist`);
  });
}

/**
 * Returns VALUES as a query: each value is cast to its column, so that a text literal has every form that a
 * cast takes.
 */
function valuesQuery(
  rows: readonly (readonly (readonly Token[])[])[],
  targets: readonly OwnColumn[],
): Token[] {
  return rows.flatMap((row, index) => {
    if (row.length > targets.length) {
      throw wrongCount(row.length, targets.length);
    }
    const values = row.map((value, at) => castValue(value, targets[at]));
    const list = values.flatMap((value, at) => (at === 0 ? value : [...tokenize(","), ...value]));
    const head = tokenize(index === 0 ? "SELECT" : "UNION ALL SELECT");
    return [...head, ...(list.length > 0 ? list : tokenize("1"))];
  });
}

function castValue(value: readonly Token[], column: OwnColumn | undefined): Token[] {
  const [first, second] = value;
  if (!first || !column) {
    throw new SqlError("syntax_error", "a value of VALUES is empty");
  }
  const isDefault = first.kind === "word" && first.text === "default" && !second;
  const expression = isDefault ? tokenize(column.default ?? "NULL") : value;
  const type = parseColumnType(column.type);
  // An assignment refuses the text that a cast to its length would cut.
  const name = type.kind === "varchar" || type.kind === "char" ? "VARCHAR" : duckdbType(type);
  return [...tokenize("CAST(("), ...expression, ...tokenize(`) AS ${name})`)];
}

function bySource(columns: readonly OwnColumn[]): WrittenColumn[] {
  return columns.map((column, index) => ({ column, value: `c${index}` }));
}

function renamed(columns: readonly QueryColumn[], names: readonly string[]): QueryColumn[] {
  if (names.length > columns.length) {
    throw new SqlError("syntax_error", "CREATE TABLE AS specifies too many column names");
  }
  return columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
}

function refuseRepeated(columns: readonly OwnColumn[]): void {
  const names = columns.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new SqlError("duplicate_object", `column "${repeated}" duplicated`);
  }
}

export function wrongCount(given: number, expected: number): SqlError {
  const message =
    given > expected
      ? "INSERT has more expressions than target columns"
      : "INSERT has more target columns than expressions";
  return new SqlError("syntax_error", message);
}
