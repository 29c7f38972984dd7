import type { OwnColumn } from "../catalog/catalog.ts";
import type { CreateTableAs, Insert } from "../grammar/statement.ts";
import { describeQuery, type QueryColumn } from "../query/describe-query.ts";
import { withQuery } from "../query/open-query.ts";
import { SqlError } from "../errors.ts";
import { tokenize, type Token } from "../sql/tokenize.ts";
import { assignedValue, namedColumns, ownTable, wrongCount } from "./own-columns.ts";
import { columnOfQuery, writeRows, type WrittenColumn } from "./own-rows.ts";
import { prepare, type WriteContext, type Written } from "./write-context.ts";

/**
 * Runs the query of a CREATE TABLE AS. https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_AS.html
 */
export async function createTableAs(
  { table, isTemporary, names, sortKey, query: tokens }: CreateTableAs,
  context: WriteContext,
): Promise<Written> {
  const query = await prepare(tokens, context);
  return withQuery(query, context, async (open) => {
    const columns = renamed(await describeQuery(open, query), names).map(columnOfQuery);
    refuseRepeated(columns);
    const unknown = sortKey.find((key) => !columns.some(({ name }) => name === key));
    if (unknown !== undefined) {
      throw new SqlError("undefined_object", `column "${unknown}" named in key does not exist`);
    }
    const { sql } = query;
    const rows = { sql, columnCount: columns.length, columns: bySource(columns), sortKey };
    const written = await writeRows(open, rows, context.tables);
    const change = { kind: "createTable" as const, table, isTemporary, ifNotExists: false, columns };
    return { changes: [{ ...change, files: written.files, sortedBy: sortKey }], rows: written.rows };
  });
}

/** Writes the rows of an INSERT. https://docs.aws.amazon.com/redshift/latest/dg/r_INSERT_30.html */
export async function insertRows(insert: Insert, context: WriteContext): Promise<Written> {
  const found = ownTable(context.catalog, insert.table, "insert into");
  const targets = namedColumns(insert.columns, found, (name) => `column "${name}" specified more than once`);
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
    const { sql } = query;
    const { files, rows } = await writeRows(open, { sql, columnCount: given, columns }, context.tables);
    const { schema, name } = found;
    return { changes: [{ kind: "changeRows", table: { schema, name }, added: files, removed: [] }], rows };
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
    const values = row.map((value, at) => insertedValue(value, targets[at]));
    const list = values.flatMap((value, at) => (at === 0 ? value : [...tokenize(","), ...value]));
    const head = tokenize(index === 0 ? "SELECT" : "UNION ALL SELECT");
    return [...head, ...(list.length > 0 ? list : tokenize("1"))];
  });
}

function insertedValue(value: readonly Token[], column: OwnColumn | undefined): Token[] {
  if (value.length === 0 || !column) {
    throw new SqlError("syntax_error", "a value of VALUES is empty");
  }
  return assignedValue(value, column);
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
