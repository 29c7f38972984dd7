import { DuckDBTypeId, type DuckDBType } from "@duckdb/node-api";
import { quoteIdentifier, quoteLiteral } from "../sql/quote.ts";

export type OutputColumn = { name: string; type: DuckDBType };

/** Numbers, dates and times are made of these: with another delimiter they never need quotes. */
const plainCharacters = "0123456789+-.: einfatTNZ";

/**
 * The select list that prints a result's columns as UNLOAD does: a field in quotes only where it holds the delimiter, a quote or a line
 * end; booleans as t and f; numbers of 15 digits for DOUBLE PRECISION and 6 for REAL. Each column is named by its field in the header line.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (CSV), https://docs.aws.amazon.com/redshift/latest/dg/r_Boolean_type.html
 */
export function csvSelectList(columns: readonly OutputColumn[], delimiter: string): string {
  return columns
    .map(({ name, type }, index) => {
      const header = quoteField(name, delimiter);
      return `${print(columnName(index), type, delimiter)} AS ${quoteIdentifier(header)}`;
    })
    .join(", ");
}

/** The inner name of a result's column: two may have the same outer name. */
export function columnName(index: number): string {
  return `c${index}`;
}

function print(name: string, type: DuckDBType, delimiter: string): string {
  if (type.typeId === DuckDBTypeId.BOOLEAN) return `CASE ${name} WHEN true THEN 't' WHEN false THEN 'f' END`;
  if (type.typeId === DuckDBTypeId.DOUBLE) return quotedIfNeeded(printDouble(name), type, delimiter);
  if (type.typeId === DuckDBTypeId.FLOAT) return quotedIfNeeded(`format('{:.6g}', ${name})`, type, delimiter);
  return quotedIfNeeded(name, type, delimiter);
}

/** DuckDB's shortest text is the same as 15 digits' when it is short, but for a trailing `.0`; it is made several times faster. */
function printDouble(name: string): string {
  const text = `CAST(${name} AS VARCHAR)`;
  return (
    `CASE WHEN NOT isfinite(${name}) THEN CASE WHEN isnan(${name}) THEN 'NaN' WHEN ${name} > 0 THEN 'Infinity' ELSE '-Infinity' END ` +
    `WHEN strlen(${text}) > 16 THEN format('{:.15g}', ${name}) ` +
    `WHEN suffix(${text}, '.0') THEN left(${text}, -2) ELSE ${text} END`
  );
}

function quotedIfNeeded(expression: string, type: DuckDBType, delimiter: string): string {
  const isText = type.typeId === DuckDBTypeId.VARCHAR;
  if (!isText && !plainCharacters.includes(delimiter)) return expression;
  const text = isText ? expression : `CAST(${expression} AS VARCHAR)`;
  const special = [delimiter, '"', "\n", "\r"].map(
    (character) => `contains(${text}, ${quoteLiteral(character)})`,
  );
  return `CASE WHEN ${special.join(" OR ")} THEN '"' || replace(${text}, '"', '""') || '"' ELSE ${text} END`;
}

/** One field of a CSV line. */
export function quoteField(text: string, delimiter: string): string {
  const special = [delimiter, '"', "\n", "\r"].some((character) => text.includes(character));
  return special ? `"${text.replaceAll('"', '""')}"` : text;
}
