import {
  castTo,
  constantText,
  functionCall,
  operatorCall,
  textConstant,
  type AstNode,
} from "../ast/query-ast.ts";
import {
  bigint,
  exactly,
  integer,
  likeArgument,
  text,
  wrongCount,
  type SqlFunctions,
} from "./sql-function.ts";

/**
 * Lengths and places are INTEGER, and a part that begins before the text is cut there.
 * https://docs.aws.amazon.com/redshift/latest/dg/String_functions_header.html
 */
export const stringFunctions: SqlFunctions = {
  ascii: { page: "r_ASCII.html", type: integer },
  btrim: { page: "r_BTRIM.html", type: text, rule: ({ args }) => functionCall("trim", args) },
  char_length: { page: "r_CHAR_LENGTH.html", type: integer, rule: ({ args }) => count("length", args) },
  character_length: {
    page: "r_CHARACTER_LENGTH.html",
    type: integer,
    rule: ({ args }) => count("length", args),
  },
  charindex: {
    page: "r_CHARINDEX.html",
    type: integer,
    rule: ({ args }) => {
      const [part, whole] = exactly(args, 2, "charindex");
      return count("strpos", [whole, part]);
    },
  },
  chr: { page: "r_CHR.html", type: text },
  concat: {
    page: "r_CONCAT.html",
    type: text,
    rule: ({ args }) => {
      const [left, right] = exactly(args, 2, "concat");
      return operatorCall("||", left, right);
    },
  },
  initcap: {
    page: "r_INITCAP.html",
    type: text,
    rule: ({ args }) => functionCall("redshift_initcap", exactly(args, 1, "initcap")),
    macros: [
      // Whatever is neither a letter nor a digit ends a word.
      `CREATE MACRO redshift_initcap(x) AS CASE WHEN x = '' THEN '' ELSE array_to_string(list_transform(
         regexp_extract_all(lower(x), '[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+'), lambda word: upper(left(word, 1)) || substr(word, 2)), '') END`,
    ],
  },
  left: { page: "r_LEFT.html", type: text },
  len: { page: "r_LEN.html", type: integer, rule: ({ args }) => count("length", args) },
  length: { page: "r_LENGTH.html", type: integer, rule: ({ args }) => count("length", args) },
  lower: { page: "r_LOWER.html", type: likeArgument },
  lpad: { page: "r_LPAD.html", type: text, rule: ({ args }) => padded("lpad", args) },
  ltrim: { page: "r_LTRIM.html", type: text },
  octet_length: { page: "r_OCTET_LENGTH.html", type: integer, rule: ({ args }) => count("strlen", args) },
  position: { page: "r_POSITION.html", type: integer, rule: ({ args }) => count("position", args) },
  repeat: { page: "r_REPEAT.html", type: text },
  replace: { page: "r_REPLACE.html", type: text },
  replicate: { page: "r_REPLICATE.html", type: text, rule: ({ args }) => functionCall("repeat", args) },
  reverse: { page: "r_REVERSE.html", type: text },
  right: { page: "r_LEFT.html", type: text },
  rpad: { page: "r_LPAD.html", type: text, rule: ({ args }) => padded("rpad", args) },
  rtrim: { page: "r_RTRIM.html", type: text },
  split_part: {
    page: "SPLIT_PART.html",
    type: text,
    rule: ({ args }) => functionCall("redshift_split_part", args),
    macros: [
      `CREATE MACRO redshift_split_part(x, delimiter, part) AS
         CASE WHEN part < 1 THEN error('redshift: field position must be greater than zero') ELSE split_part(x, delimiter, part) END`,
    ],
  },
  strtol: {
    page: "r_STRTOL.html",
    type: bigint,
    rule: ({ args }) => functionCall("redshift_strtol", exactly(args, 2, "strtol")),
    macros: [
      `CREATE MACRO redshift_strtol_digits(x, base) AS regexp_replace(lower(ltrim(x, ' \t\n\v\f\r')), CASE WHEN base = 16 THEN '^([+-]?)(0x)?' ELSE '^([+-]?)' END, '')`,
      // Each digit's value; -1 for any other character.
      `CREATE MACRO redshift_strtol_values(x, base) AS list_transform(string_split(redshift_strtol_digits(x, base), ''),
         lambda digit: CAST(strpos('0123456789abcdefghijklmnopqrstuvwxyz', digit) - 1 AS HUGEINT))`,
      `CREATE MACRO redshift_strtol_number(x, base) AS
         list_reduce(redshift_strtol_values(x, base), lambda sum, value: sum * base + value) *
           CASE WHEN ltrim(x, ' \t\n\v\f\r') LIKE '-%' THEN -1 ELSE 1 END`,
      // 64 digits of base 2 fit into 128 bits, and those of a greater base stop at their own count.
      `CREATE MACRO redshift_strtol(x, base) AS
         CASE WHEN x IS NULL OR base IS NULL THEN NULL
           WHEN base < 2 OR base > 36 THEN error('redshift: the base of STRTOL must be between 2 and 36')
           WHEN x = '' THEN 0
           WHEN redshift_strtol_digits(x, base) = '' OR list_min(redshift_strtol_values(x, base)) < 0 OR list_max(redshift_strtol_values(x, base)) >= base
             THEN error('redshift: the input ' || x || ' is not valid to be converted to base ' || base)
           WHEN length(ltrim(redshift_strtol_digits(x, base), '0')) > ceil(64 * ln(2) / ln(base)) OR NOT redshift_strtol_number(x, base) BETWEEN -9223372036854775808 AND 9223372036854775807
             THEN error('redshift: the value of ' || x || ' is out of range for bigint')
           ELSE CAST(redshift_strtol_number(x, base) AS BIGINT) END`,
    ],
  },
  strpos: { page: "r_STRPOS.html", type: integer, rule: ({ args }) => count("strpos", args) },
  substr: { page: "r_SUBSTRING.html", type: text, rule: ({ args }) => substring(args) },
  substring: {
    page: "r_SUBSTRING.html",
    type: text,
    rule: ({ args }) => substring(args),
    macros: [
      `CREATE MACRO redshift_substring
         (x, start) AS substring(x, greatest(start, 1)),
         (x, start, n) AS CASE WHEN n < 0 THEN error('redshift: negative substring length not allowed')
           ELSE substring(x, greatest(start, 1), greatest(n + least(start, 1) - 1, 0)) END`,
    ],
  },
  translate: { page: "r_TRANSLATE.html", type: text },
  trim: { page: "r_TRIM.html", type: text },
  upper: { page: "r_UPPER.html", type: likeArgument },
};

function count(name: string, args: AstNode[]): AstNode {
  return castTo(functionCall(name, args), "INTEGER");
}

/** A blank fills where no other text is named, and an empty text fills nothing. */
function padded(name: "lpad" | "rpad", args: AstNode[]): AstNode {
  const [value, length, fill = textConstant(" ")] = args;
  if (!value || !length) {
    throw wrongCount(name, "2 or 3", args);
  }
  return constantText(fill) === ""
    ? functionCall("left", [value, length])
    : functionCall(name, [value, length, fill]);
}

/**
 * A value that is not a text is taken as its text.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_SUBSTRING.html
 */
function substring(args: AstNode[]): AstNode {
  const [value, start, length, ...rest] = args;
  if (!value || !start || rest.length > 0) {
    throw wrongCount("substring", "2 or 3", args);
  }
  const text = functionCall("redshift_text", [value]);
  return functionCall("redshift_substring", length ? [text, start, length] : [text, start]);
}
