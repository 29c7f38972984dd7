import { DuckDBTypeId, type DuckDBType } from "@duckdb/node-api";
import type { QueryColumn } from "../query/describe-query.ts";
import { quoteIdentifier, quoteLiteral } from "../sql/quote.ts";

/**
 * How fields are separated: by the delimiter, by quotes, and with ESCAPE by a backslash before what could be
 * misread.
 */
export type FieldFormat = { delimiter: string; escape: boolean };

/** Numbers, dates and times are made of these: with another delimiter they never need quotes. */
const plainCharacters = "0123456789+-.: einfatTNZ";

/**
 * Returns the select list that prints a result's columns as UNLOAD does: a field in quotes only where it
 * holds the delimiter, a quote or a line end; booleans as t and f; numbers of 15 digits for DOUBLE PRECISION
 * and 6 for REAL. Each column is named by its field in the header line.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (CSV),
 * https://docs.aws.amazon.com/redshift/latest/dg/r_Boolean_type.html
 */
export function csvSelectList(columns: readonly QueryColumn[], format: FieldFormat): string {
  return columns
    .map(({ name, type }, index) => {
      const header = headerField(name, format);
      return `${print(columnName(index), type, format)} AS ${quoteIdentifier(header)}`;
    })
    .join(", ");
}

/** Returns the inner name of a result's column: two may have the same outer name. */
export function columnName(index: number): string {
  return `c${index}`;
}

function print(name: string, type: DuckDBType, { delimiter, escape }: FieldFormat): string {
  const { typeId } = type;
  if (typeId === DuckDBTypeId.BOOLEAN) {
    return `CASE ${name} WHEN true THEN 't' WHEN false THEN 'f' END`;
  }
  if (typeId === DuckDBTypeId.VARCHAR) {
    return quotedIfNeeded(escape ? escaped(name, delimiter) : name, delimiter);
  }
  if (typeId === DuckDBTypeId.DOUBLE) {
    return plain(printDouble(name), delimiter);
  }
  if (typeId === DuckDBTypeId.FLOAT) {
    return plain(`format('{:.6g}', ${name})`, delimiter);
  }
  return plain(name, delimiter);
}

/** Writes a number, a date or a time. */
function plain(expression: string, delimiter: string): string {
  if (!plainCharacters.includes(delimiter)) {
    return expression;
  }
  return quotedIfNeeded(`CAST(${expression} AS VARCHAR)`, delimiter);
}

/**
 * DuckDB's shortest text is the same as 15 digits' when it is short, but for a trailing `.0`; it is made
 * several times faster.
 */
function printDouble(name: string): string {
  const text = `CAST(${name} AS VARCHAR)`;
  return (
    `CASE WHEN NOT isfinite(${name}) THEN CASE WHEN isnan(${name}) THEN 'NaN' WHEN ${name} > 0 THEN 'Infinity' ELSE '-Infinity' END ` +
    `WHEN strlen(${text}) > 16 THEN format('{:.15g}', ${name}) ` +
    `WHEN suffix(${text}, '.0') THEN left(${text}, -2) ELSE ${text} END`
  );
}

function quotedIfNeeded(text: string, delimiter: string): string {
  const special = [delimiter, '"', "\n", "\r"].map(
    (character) => `contains(${text}, ${quoteLiteral(character)})`,
  );
  return `CASE WHEN ${special.join(" OR ")} THEN '"' || replace(${text}, '"', '""') || '"' ELSE ${text} END`;
}

/**
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (ESCAPE): of CHAR and VARCHAR columns, and of
 * the header line.
 */
function escapedCharacters(delimiter: string): Set<string> {
  // The backslash first: those that come after it put more of them in.
  return new Set(["\\", "\n", "\r", delimiter]);
}

function escaped(text: string, delimiter: string): string {
  return [...escapedCharacters(delimiter)].reduce(
    (inner, character) => `replace(${inner}, ${quoteLiteral(character)}, ${quoteLiteral(`\\${character}`)})`,
    text,
  );
}

export function headerField(name: string, { delimiter, escape }: FieldFormat): string {
  if (!escape) {
    return quoteField(name, delimiter);
  }
  const characters = escapedCharacters(delimiter);
  const text = Array.from(name, (character) => (characters.has(character) ? `\\${character}` : character));
  return quoteField(text.join(""), delimiter);
}

/** Returns one field of a CSV line. */
function quoteField(text: string, delimiter: string): string {
  const special = [delimiter, '"', "\n", "\r"].some((character) => text.includes(character));
  return special ? `"${text.replaceAll('"', '""')}"` : text;
}
