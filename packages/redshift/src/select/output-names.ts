import { isNode, textOf, textsOf, type AstNode } from "../ast/query-ast.ts";
import { typeOf, withAlias } from "../ast/node-type.ts";
import type { SqlType } from "../ast/sql-type.ts";
import { columnName } from "../functions/sql-functions.ts";

/**
 * Names a select item without an alias as Redshift does: a function's own name, a cast's column
 * or else its type, `case`, otherwise `?column?`. DuckDB would name it by its text.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CAST_function.html,
 * https://docs.aws.amazon.com/redshift/latest/dg/r_DECODE_expression.html
 */
export function nameOutputs(original: AstNode, translated: AstNode): AstNode {
  if (textOf(original, "alias") !== "" || original["class"] === "STAR") {
    return translated;
  }
  const isBare = original["class"] === "COLUMN_REF" && translated["class"] === "COLUMN_REF";
  if (isBare) {
    return translated;
  }
  const name =
    ownName(original) ?? (original["class"] === "CAST" ? typeLabel(typeOf(translated)) : undefined);
  return withAlias(translated, name ?? "?column?");
}

/** Returns the name that an expression has of itself. */
function ownName(node: AstNode): string | undefined {
  switch (textOf(node, "class")) {
    case "COLUMN_REF":
      return columnLabel(textsOf(node, "column_names").at(-1));
    case "FUNCTION":
    case "WINDOW":
      return functionLabel(node);
    case "CASE":
      return "case";
    case "CAST":
      return isNode(node["child"]) ? castLabel(node["child"]) : undefined;
    case "OPERATOR":
      return node["type"] === "OPERATOR_COALESCE" ? "coalesce" : undefined;
    default:
      return undefined;
  }
}

/** A cast in a cast is named by the outer type, unless a column or function is within. */
function castLabel(child: AstNode): string | undefined {
  return child["class"] === "CASE" ? undefined : ownName(child);
}

/** SYSDATE and CURRENT_DATE look like columns to the parser. */
function columnLabel(name: string | undefined): string | undefined {
  if (name === "sysdate") {
    return "timestamp";
  }
  return name === "current_date" ? "date" : name;
}

function functionLabel(node: AstNode): string | undefined {
  const name = columnName(node);
  return node["is_operator"] === true || !/^[a-z_]/u.test(name) ? undefined : name;
}

function typeLabel(type: SqlType | undefined): string | undefined {
  return type && typeLabels[type.kind];
}

/** The types' names in the catalog, which label a cast's column. */
const typeLabels: Partial<Record<SqlType["kind"], string>> = {
  smallint: "int2",
  integer: "int4",
  bigint: "int8",
  decimal: "numeric",
  real: "float4",
  double: "float8",
  boolean: "bool",
  varchar: "varchar",
  char: "bpchar",
  date: "date",
  time: "time",
  timestamp: "timestamp",
  timestamptz: "timestamptz",
  interval: "interval",
};
