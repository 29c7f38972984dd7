import type { ColumnType } from "../catalog/column-type.ts";

/**
 * The type of an expression. `unknown` is a quoted literal or NULL, which takes the type of what it stands
 * beside.
 * https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html
 */
export type SqlType =
  | ColumnType
  | { kind: "timestamptz" | "time" | "interval" | "geometry" | "super" | "unknown" };

/** The longest VARCHAR, which computed text is. */
export const longestText = { kind: "varchar", bytes: 65_535 } as const;

/** From the narrowest to the widest: of two the wider one is common to both. */
const numbers = ["smallint", "integer", "bigint", "decimal", "real", "double"];
const dates = ["date", "timestamp", "timestamptz"];

export function isText(type: SqlType | undefined): boolean {
  return type?.kind === "varchar" || type?.kind === "char";
}

export function isWholeNumber(type: SqlType | undefined): boolean {
  return type?.kind === "smallint" || type?.kind === "integer" || type?.kind === "bigint";
}

export function isNumber(type: SqlType | undefined): boolean {
  return type !== undefined && numbers.includes(type.kind);
}

export function isDateOrTimestamp(type: SqlType | undefined): boolean {
  return type !== undefined && dates.includes(type.kind);
}

/** Returns a type's name in error messages. */
export function typeName(type: SqlType): string {
  switch (type.kind) {
    case "double":
      return "double precision";
    case "decimal":
      return "numeric";
    case "varchar":
      return "character varying";
    case "char":
      return "character";
    case "timestamp":
      return "timestamp without time zone";
    case "timestamptz":
      return "timestamp with time zone";
    case "time":
      return "time without time zone";
    case "smallint":
    case "integer":
    case "bigint":
    case "real":
    case "boolean":
    case "date":
    case "interval":
    case "geometry":
    case "super":
    case "unknown":
      return type.kind;
  }
}

/** Two types that values of one column cannot have. */
export type Conflict = { conflict: [SqlType, SqlType] };

/**
 * Returns the type that the branches of a CASE, the arguments of COALESCE or the sides of a UNION have in
 * common: a literal takes the type of the others. `undefined` where one of them is not known.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNION.html
 */
export function commonType(types: readonly (SqlType | undefined)[]): SqlType | Conflict | undefined {
  let common: SqlType = { kind: "unknown" };
  for (const type of types) {
    if (type === undefined) {
      return undefined;
    }
    const wider = widerType(common, type);
    if (wider === undefined) {
      return { conflict: [common, type] };
    }
    common = wider;
  }
  return common;
}

function widerType(left: SqlType, right: SqlType): SqlType | undefined {
  if (left.kind === "unknown") {
    return right;
  }
  if (right.kind === "unknown") {
    return left;
  }
  if (left.kind === "varchar" || left.kind === "char") {
    return widerText(left, right);
  }
  if (left.kind === "decimal" && right.kind === "decimal") {
    const scale = Math.max(left.scale, right.scale);
    const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
    return { kind: "decimal", precision: Math.min(whole + scale, 38), scale };
  }
  if (left.kind === right.kind) {
    return left;
  }
  const family = [numbers, dates].find((kinds) => kinds.includes(left.kind) && kinds.includes(right.kind));
  if (!family) {
    return undefined;
  }
  return family.indexOf(left.kind) > family.indexOf(right.kind) ? left : right;
}

function widerText(left: SqlType & { kind: "varchar" | "char" }, right: SqlType): SqlType | undefined {
  if (right.kind !== "varchar" && right.kind !== "char") {
    return undefined;
  }
  const kind = left.kind === "char" && right.kind === "char" ? "char" : "varchar";
  return { kind, bytes: Math.max(left.bytes, right.bytes) };
}
