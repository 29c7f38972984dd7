import { castToType, constantText, functionCall, integerConstant, type AstNode } from "../ast/query-ast.ts";
import { typed, typeOf } from "../ast/node-type.ts";
import {
  isDateOrTimestamp,
  isNumber,
  isText,
  isWholeNumber,
  longestText,
  typeName,
  type SqlType,
} from "../ast/sql-type.ts";
import { SqlError } from "../errors.ts";
import { coerce } from "./coerce.ts";

/**
 * Returns a cast to a type of Redshift's. Throws `invalid_value` for a literal that is not a value of the
 * type, and `undefined_object` for types that cannot be cast.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CAST_function.html
 */
export function castExpression(child: AstNode, type: SqlType, now: number): AstNode {
  const from = typeOf(child);
  if (from && !canCast(from, type)) {
    throw new SqlError("undefined_object", `cannot cast type ${typeName(from)} to ${typeName(type)}`);
  }
  return typed(converted(child, type, now), type);
}

function converted(child: AstNode, type: SqlType, now: number): AstNode {
  if (type.kind === "varchar" || type.kind === "char") {
    return asText(child, type);
  }
  if (constantText(child) !== undefined) {
    return coerce(child, type, now);
  }
  if (!isText(typeOf(child))) {
    return castToType(child, type);
  }
  if (isWholeNumber(type)) {
    return castToType(functionCall("redshift_whole_number", [child]), type);
  }
  if (type.kind === "date") {
    return functionCall("redshift_date", [child]);
  }
  if (type.kind === "timestamp") {
    return functionCall("redshift_timestamp_of", [child]);
  }
  return castToType(child, type);
}

/** A length counts bytes and cuts. */
function asText(child: AstNode, type: SqlType & { kind: "varchar" | "char" }): AstNode {
  const text = functionCall("redshift_text", [child]);
  const length = integerConstant(type.bytes);
  if (type.kind === "char") {
    return functionCall("redshift_char", [text, length]);
  }
  return type.bytes >= longestText.bytes ? text : functionCall("redshift_left_bytes", [text, length]);
}

/** https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html#implicit-conversion-types */
function canCast(from: SqlType, to: SqlType): boolean {
  if ([from.kind, to.kind].some((kind) => kind === "super" || kind === "geometry")) {
    return from.kind === to.kind;
  }
  if (from.kind === to.kind || from.kind === "unknown" || isText(from) || isText(to)) {
    return true;
  }
  if (isNumber(from)) {
    return isNumber(to) || (isWholeNumber(from) && to.kind === "boolean");
  }
  if (from.kind === "boolean") {
    return isWholeNumber(to);
  }
  if (isDateOrTimestamp(from)) {
    return isDateOrTimestamp(to) || (from.kind !== "date" && to.kind === "time");
  }
  return from.kind === "time" && to.kind === "interval";
}

/** The forms of a date's text that are not ISO's, and those of a time after it. */
const dateFormats = [
  "%Y-%m-%d",
  "%Y/%m/%d",
  "%Y%m%d",
  "%m/%d/%Y",
  "%m-%d-%Y",
  "%b-%d-%Y",
  "%d-%b-%Y",
  "%Y-%b-%d",
  "%B %d, %Y",
];
const timeFormats = ["", " %H:%M:%S", " %H:%M:%S.%f", " %H:%M", " %I:%M %p", " %I:%M:%S %p", " %H%M%S"];
const otherFormats = dateFormats.flatMap((date) => timeFormats.map((time) => `'${date}${time}'`)).join(", ");
const isoForm = String.raw`\s*\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}:\d{2}(\.\d+)?)?\s*`;

/**
 * Macros of the casts to text, which other families call as well.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
 */
export const castMacros: readonly string[] = [
  // Numbers of 15 and 6 digits. Every branch must bind for every type, so the way to a number leads over
  // text.
  `CREATE MACRO redshift_text(x) AS
     CASE typeof(x)
       WHEN 'DOUBLE' THEN format('{:.15g}', TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
       WHEN 'FLOAT' THEN format('{:.6g}', TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
       ELSE CAST(x AS VARCHAR) END`,
  // Bytes, not characters; a character that would be cut in its middle is left out.
  `CREATE MACRO redshift_inner_byte(x, place) AS hex(array_slice(encode(x), place, place)) BETWEEN '80' AND 'BF'`,
  // A character that does not fit whole ends the text.
  `CREATE MACRO redshift_left_bytes(x, n) AS
     CASE WHEN strlen(x) <= n THEN x
       ELSE decode(array_slice(encode(x), 1, n - CASE WHEN NOT redshift_inner_byte(x, n + 1) THEN 0
         WHEN NOT redshift_inner_byte(x, n) THEN 1 WHEN NOT redshift_inner_byte(x, n - 1) THEN 2 ELSE 3 END)) END`,
  // A fraction would be rounded away.
  `CREATE MACRO redshift_whole_number(x) AS
     CASE WHEN x IS NULL OR regexp_full_match(x, '\\s*[+-]?\\d+\\s*') THEN x
       ELSE error('redshift: invalid input syntax for integer: "' || x || '"') END`,
  // https://docs.aws.amazon.com/redshift/latest/dg/r_Date_and_time_literals.html
  `CREATE MACRO redshift_timestamp_of(x) AS
     CASE WHEN regexp_full_match(x, '${isoForm}') THEN CAST(x AS TIMESTAMP)
       ELSE coalesce(try_strptime(trim(x), [${otherFormats}]), CAST(x AS TIMESTAMP)) END`,
  `CREATE MACRO redshift_date(x) AS
     CASE WHEN regexp_full_match(x, '${isoForm}') THEN CAST(x AS DATE)
       ELSE coalesce(CAST(try_strptime(trim(x), [${otherFormats}]) AS DATE), CAST(x AS DATE)) END`,
  // The blanks that fill a CHAR are not part of its value.
  `CREATE MACRO redshift_char(x, n) AS rtrim(redshift_left_bytes(x, n), ' ')`,
];
