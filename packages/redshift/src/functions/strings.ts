import {
  castTo,
  constantText,
  functionCall,
  operatorCall,
  textConstant,
  type AstNode,
} from "../ast/query-ast.ts";
import { notSupported, SqlError } from "../errors.ts";
import { exactly, integer, likeArgument, text, wrongCount, type SqlFunctions } from "./sql-function.ts";

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
  left: { page: "r_LEFT.html", type: text },
  len: { page: "r_LEN.html", type: integer, rule: ({ args }) => count("length", args) },
  length: { page: "r_LENGTH.html", type: integer, rule: ({ args }) => count("length", args) },
  lower: { page: "r_LOWER.html", type: likeArgument },
  lpad: { page: "r_LPAD.html", type: text, rule: ({ args }) => padded("lpad", args) },
  ltrim: { page: "r_LTRIM.html", type: text },
  octet_length: { page: "r_OCTET_LENGTH.html", type: integer, rule: ({ args }) => count("strlen", args) },
  position: { page: "r_POSITION.html", type: integer, rule: ({ args }) => count("position", args) },
  regexp_count: {
    page: "REGEXP_COUNT.html",
    type: integer,
    rule: ({ args }) => count("len", [functionCall("regexp_extract_all", exactly(args, 2, "regexp_count"))]),
  },
  regexp_replace: {
    page: "REGEXP_REPLACE.html",
    type: text,
    rule: ({ args }) => {
      if (args.length > 3) {
        throw notSupported("REGEXP_REPLACE with a position or parameters");
      }
      const [source, pattern, replacement = textConstant("")] = args;
      if (!source || !pattern) {
        throw new SqlError("syntax_error", "REGEXP_REPLACE needs a source and a pattern");
      }
      return functionCall("regexp_replace", [source, pattern, replacement, textConstant("g")]);
    },
  },
  regexp_substr: {
    page: "REGEXP_SUBSTR.html",
    type: text,
    rule: ({ args }) => functionCall("regexp_extract", exactly(args, 2, "regexp_substr")),
  },
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
