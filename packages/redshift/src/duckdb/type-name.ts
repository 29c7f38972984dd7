/** DuckDB's names of types, in Redshift's words. */
const names: Record<string, string> = {
  BOOL: "boolean",
  INT8: "smallint",
  INT16: "smallint",
  INT32: "integer",
  INT64: "bigint",
  INT128: "numeric",
  TINYINT: "smallint",
  INTEGER_LITERAL: "integer",
  STRING_LITERAL: "unknown",
  VARCHAR: "character varying",
  DOUBLE: "double precision",
  FLOAT: "real",
  HUGEINT: "numeric",
  DECIMAL: "numeric",
  SQLNULL: "unknown",
  '"NULL"': "unknown",
};

/** Returns a type's name as Redshift's messages have it; DuckDB writes `DECIMAL(18,3)` or `INT32`. */
export function typeName(type: string): string {
  const base = type.replace(/\(.*$/u, "");
  return names[base] ?? base.toLowerCase();
}
