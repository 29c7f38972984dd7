import { findOwnTable, type FoundTable } from "../catalog/own-table.ts";
import { SqlError } from "../errors.ts";
import type { ChosenRows, Delete, Update } from "../grammar/statement.ts";
import { withQuery } from "../query/open-query.ts";
import { toParsableSql } from "../select/redshift-syntax.ts";
import { hasOuterJoin, rowColumn, tablesOf } from "../select/target.ts";
import { nameTokens } from "../sql/name-tokens.ts";
import { tokenize, type Token } from "../sql/tokenize.ts";
import { assignedValue, namedColumns, ownTable } from "./own-columns.ts";
import { replaceRows } from "./replace-rows.ts";
import { prepare, type WriteContext, type Written } from "./write-context.ts";

/**
 * Updates the rows that meet the condition. A row that several rows of the other tables match is updated
 * once, by one of them. https://docs.aws.amazon.com/redshift/latest/dg/r_UPDATE.html
 */
export async function updateRows(update: Update, context: WriteContext): Promise<Written> {
  const target = ownTable(context.catalog, update.table, "update");
  const { assignments } = update;
  namedColumns(
    assignments.map(({ column }) => column),
    target,
    (name) => `multiple assignments to same column "${name}"`,
  );
  const from = update.from ? await listedTables(update, context) : undefined;
  const alias = from?.self ?? nameOf(update);
  const values = target.table.columns.map((column) => {
    const assignment = assignments.find((candidate) => candidate.column === column.name);
    return assignment ? assignedValue(assignment.value, column) : columnOf(alias, column.name);
  });
  const others = update.from ? [update.from] : [];
  const list = from?.self === undefined ? [targetOf(update), ...others] : others;
  const query = await prepare(rowsQuery(update, { alias, values, list }), context, alias);
  const changes = from ? "SELECT DISTINCT ON (c0) *" : "SELECT *";
  return replaceRows({ target, query, changes, written: "SELECT * FROM redshift_changes" }, context);
}

/**
 * Deletes the rows that meet the condition with any row of the other tables.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_DELETE.html, r_TRUNCATE.html
 */
export async function deleteRows(statement: Delete, context: WriteContext): Promise<Written> {
  const target = ownTable(
    context.catalog,
    statement.table,
    statement.isTruncate ? "truncate" : "delete from",
  );
  const alias = nameOf(statement);
  if (!statement.where && !statement.from) {
    return deleteAll(target, context);
  }
  const list = [targetOf(statement), ...(statement.from ? [statement.from] : [])];
  const query = await prepare(rowsQuery(statement, { alias, values: [], list }), context, alias);
  return replaceRows({ target, query, changes: "SELECT DISTINCT c0", written: undefined }, context);
}

async function deleteAll({ schema, name, table }: FoundTable, context: WriteContext): Promise<Written> {
  const count = await prepare(
    [...tokenize("SELECT COUNT(*) FROM"), ...nameTokens({ schema, name })],
    context,
  );
  const rows = await withQuery(count, context, async ({ connection }) => {
    const reader = await connection.runAndReadAll(count.sql);
    return Number(reader.getRows()[0]?.[0]);
  });
  const change = { kind: "changeRows" as const, table: { schema, name }, added: [], removed: table.files };
  return { changes: rows === 0 ? [] : [change], rows };
}

/** Returns the query of the chosen rows' numbers and of values beside them. */
function rowsQuery(
  { ctes, where }: ChosenRows,
  { alias, values, list }: { alias: string; values: readonly Token[][]; list: readonly (readonly Token[])[] },
): Token[] {
  const items = joined([columnOf(alias, rowColumn), ...values]);
  const condition = where ? [...tokenize("WHERE ("), ...where, ...tokenize(")")] : [];
  return [...ctes, ...tokenize("SELECT"), ...items, ...tokenize("FROM"), ...joined(list), ...condition];
}

function joined(lists: readonly (readonly Token[])[]): Token[] {
  return lists.flatMap((list, index) => (index === 0 ? list : [...tokenize(","), ...list]));
}

function columnOf(alias: string, name: string): Token[] {
  return nameTokens({ schema: alias, name });
}

function nameOf({ table, alias }: ChosenRows): string {
  return alias ?? table.name;
}

function targetOf({ table, alias }: ChosenRows): Token[] {
  return alias === undefined
    ? nameTokens(table)
    : [...nameTokens(table), ...tokenize("AS"), ...nameTokens({ schema: undefined, name: alias })];
}

/**
 * Reads the tables that FROM lists. `self` is the alias under which the updated table is among them where the
 * statement does not name it otherwise: those are the rows to update, as in AWS's example. Throws for outer
 * joins. https://docs.aws.amazon.com/redshift/latest/dg/c_Examples_of_UPDATE_statements.html
 */
async function listedTables(
  update: Update,
  { catalog, environment }: WriteContext,
): Promise<{ self: string | undefined }> {
  const from = update.from ?? [];
  const query = await environment.parser.parse(toParsableSql([...tokenize("SELECT 1 FROM"), ...from]));
  if (hasOuterJoin(query)) {
    throw new SqlError("query_failed", "Target table must be part of an equijoin predicate");
  }
  const name = nameOf(update);
  const tables = tablesOf(query);
  if (tables.some(({ alias }) => alias === name)) {
    throw new SqlError("syntax_error", `table name "${name}" specified more than once`);
  }
  const target = findOwnTable(catalog, update.table)?.table;
  const [self, another] = tables.filter((table) => findOwnTable(catalog, table.name)?.table === target);
  const isNamed = update.alias !== undefined || another !== undefined || namesTable(update, name);
  return { self: isNamed ? undefined : self?.alias };
}

function namesTable({ assignments, where = [] }: Update, name: string): boolean {
  const all = [...assignments.flatMap(({ value }) => [...value, ...tokenize(",")]), ...where];
  return all.some(({ kind, text }, at) => {
    const isName = (kind === "word" || kind === "quoted") && text === name;
    return isName && all[at + 1]?.text === ".";
  });
}
