import { findView, lookUp, type Catalog, type OwnColumn } from "../catalog/catalog.ts";
import { duckdbType, parseColumnType } from "../catalog/column-type.ts";
import { findOwnTable, type FoundTable } from "../catalog/own-table.ts";
import { SqlError } from "../errors.ts";
import type { QualifiedName } from "../sql/token-reader.ts";
import { tokenize, type Token } from "../sql/tokenize.ts";

/**
 * Returns the table of the warehouse itself that a statement changes; `verb` names the change in a refusal.
 * Throws for a name that no such table has.
 */
export function ownTable(catalog: Catalog, name: QualifiedName, verb: string): FoundTable {
  const found = findOwnTable(catalog, name);
  if (found) {
    return found;
  }
  if (name.schema !== undefined && lookUp(catalog.externalSchemas, name.schema)) {
    throw new SqlError(
      "feature_not_supported",
      `cannot ${verb} the external table "${name.schema}.${name.name}": external tables are read-only`,
    );
  }
  if (findView(catalog, name)) {
    throw new SqlError("feature_not_supported", `cannot ${verb} a view`);
  }
  throw new SqlError("undefined_object", `relation "${name.name}" does not exist`);
}

/**
 * Returns the columns that a statement names, or all columns where it names none. Throws for a repeated name
 * (`repeated` says so) and for an unknown one.
 */
export function namedColumns(
  names: readonly string[] | undefined,
  { name: table, table: { columns } }: FoundTable,
  repeated: (column: string) => string,
): OwnColumn[] {
  if (!names) {
    return columns;
  }
  return names.map((name, index) => {
    if (names.indexOf(name) !== index) {
      throw new SqlError("duplicate_object", repeated(name));
    }
    const column = columns.find((candidate) => candidate.name === name);
    if (column) {
      return column;
    }
    throw new SqlError("undefined_object", `column "${name}" of relation "${table}" does not exist`);
  });
}

/** Returns an INSERT's number of values that is not that of its columns as an error. */
export function wrongCount(given: number, expected: number): SqlError {
  const message =
    given > expected
      ? "INSERT has more expressions than target columns"
      : "INSERT has more target columns than expressions";
  return new SqlError("syntax_error", message);
}

/**
 * Returns a value as it is assigned to a column: cast to the column, so that a text literal has every form
 * that a cast takes. DEFAULT is the column's default value.
 */
export function assignedValue(value: readonly Token[], column: OwnColumn): Token[] {
  const [first, second] = value;
  const isDefault = first?.kind === "word" && first.text === "default" && !second;
  const expression = isDefault ? defaultOf(column) : value;
  const type = parseColumnType(column.type);
  // An assignment refuses the text that a cast to its length would cut.
  const name = type.kind === "varchar" || type.kind === "char" ? "VARCHAR" : duckdbType(type);
  return [...tokenize("CAST(("), ...expression, ...tokenize(`) AS ${name})`)];
}

export function defaultOf(column: OwnColumn): Token[] {
  return tokenize(column.default ?? "NULL");
}
