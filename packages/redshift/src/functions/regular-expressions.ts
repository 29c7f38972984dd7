import {
  castTo,
  constantText,
  functionCall,
  integerConstant,
  textConstant,
  type AstNode,
} from "../ast/query-ast.ts";
import { notSupported, SqlError } from "../errors.ts";
import { exactly, integer, text, wrongCount, type SqlFunctions } from "./sql-function.ts";

/** https://docs.aws.amazon.com/redshift/latest/dg/String_functions_header.html */
export const regularExpressions: SqlFunctions = {
  regexp_count: {
    page: "REGEXP_COUNT.html",
    type: integer,
    rule: ({ args }) => {
      const found = functionCall("regexp_extract_all", exactly(args, 2, "regexp_count"));
      return castTo(functionCall("len", [found]), "INTEGER");
    },
  },
  regexp_instr: {
    page: "REGEXP_INSTR.html",
    type: integer,
    rule: ({ args }) => {
      const [source, pattern, position, occurrence, option, parameters] = args;
      if (!source || !pattern || args.length > 6) {
        throw wrongCount("regexp_instr", "2 to 6", args);
      }
      return functionCall("redshift_regexp_instr", [
        source,
        withParameters(pattern, parameters),
        position ?? integerConstant(1),
        occurrence ?? integerConstant(1),
        option ?? integerConstant(0),
      ]);
    },
    macros: [
      `CREATE MACRO redshift_any_case(pattern) AS '(?i)' || pattern`,
      // What stands before the match wanted: the pieces between the matches, and the matches before it.
      `CREATE MACRO redshift_place(pieces, matches, n, after) AS CAST(
         coalesce(list_sum(list_transform(pieces[1:n], lambda piece: length(piece))), 0) +
         coalesce(list_sum(list_transform(matches[1:CASE WHEN after THEN n ELSE n - 1 END], lambda found: length(found))), 0) AS INTEGER)`,
      `CREATE MACRO redshift_regexp_instr(x, pattern, place, n, after) AS
         CASE WHEN x IS NULL OR pattern IS NULL OR place IS NULL OR n IS NULL OR after IS NULL THEN NULL
           WHEN place < 1 THEN error('redshift: the position of REGEXP_INSTR must be greater than zero')
           WHEN n < 1 OR len(regexp_extract_all(substring(x, place), pattern)) < n THEN 0
           ELSE CAST(place AS INTEGER) + redshift_place(
             string_split_regex(substring(x, place), pattern), regexp_extract_all(substring(x, place), pattern), CAST(n AS INTEGER), after <> 0) END`,
    ],
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
};

/** Returns the pattern under the parameters `c` (the default) and `i`; other ones are refused by name. */
function withParameters(pattern: AstNode, parameters: AstNode | undefined): AstNode {
  if (!parameters) {
    return pattern;
  }
  const letters = constantText(parameters);
  if (letters === undefined) {
    throw notSupported("REGEXP_INSTR with parameters that are no constant");
  }
  const other = /[^ci]/u.exec(letters)?.[0];
  if (other !== undefined) {
    throw notSupported(`the parameter "${other}" of REGEXP_INSTR`);
  }
  return letters.includes("i") ? functionCall("redshift_any_case", [pattern]) : pattern;
}
