import { constantText, functionCall, integerConstant, textConstant, type AstNode } from "../ast/query-ast.ts";
import { notSupported, SqlError } from "../errors.ts";
import { integer, text, wrongCount, type SqlFunctions } from "./sql-function.ts";

const one = integerConstant(1);

/**
 * A search begins at a position, at the first character for a position before it. Parameters are constants:
 * `c`, `i`, `e` of REGEXP_SUBSTR, and `p` for a pattern without what only PCRE has.
 * https://docs.aws.amazon.com/redshift/latest/dg/String_functions_header.html
 */
export const regularExpressions: SqlFunctions = {
  regexp_count: {
    page: "REGEXP_COUNT.html",
    type: integer,
    rule: ({ args }) => {
      const [source, pattern, position = one, parameters] = args;
      if (!source || !pattern || args.length > 4) {
        throw wrongCount("regexp_count", "2 to 4", args);
      }
      const read = withParameters(pattern, parameters, "REGEXP_COUNT");
      return functionCall("redshift_regexp_count", [source, read.pattern, position]);
    },
    macros: [
      `CREATE MACRO redshift_any_case(pattern) AS '(?i)' || pattern`,
      // A pattern that matches nothing at all is not searched beyond the text.
      `CREATE MACRO redshift_regexp_matches(x, pattern, place, part) AS
         CASE WHEN x IS NULL OR pattern IS NULL OR place IS NULL THEN NULL
           WHEN greatest(place, 1) > length(x) THEN [] ELSE regexp_extract_all(substring(x, greatest(place, 1)), pattern, part) END`,
      `CREATE MACRO redshift_regexp_count(x, pattern, place) AS CAST(len(redshift_regexp_matches(x, pattern, place, 0)) AS INTEGER)`,
    ],
  },
  regexp_instr: {
    page: "REGEXP_INSTR.html",
    type: integer,
    rule: ({ args }) => {
      const [source, pattern, position = one, occurrence = one, option = integerConstant(0), parameters] =
        args;
      if (!source || !pattern || args.length > 6) {
        throw wrongCount("regexp_instr", "2 to 6", args);
      }
      const read = withParameters(pattern, parameters, "REGEXP_INSTR");
      return functionCall("redshift_regexp_instr", [source, read.pattern, position, occurrence, option]);
    },
    macros: [
      // What stands before the match wanted: the pieces between the matches, and the matches before it.
      `CREATE MACRO redshift_place(pieces, matches, n, after) AS CAST(
         coalesce(list_sum(list_transform(pieces[1:n], lambda piece: length(piece))), 0) +
         coalesce(list_sum(list_transform(matches[1:CASE WHEN after THEN n ELSE n - 1 END], lambda found: length(found))), 0) AS INTEGER)`,
      `CREATE MACRO redshift_regexp_instr(x, pattern, place, n, after) AS
         CASE WHEN x IS NULL OR pattern IS NULL OR place IS NULL OR n IS NULL OR after IS NULL THEN NULL
           WHEN n < 1 OR len(redshift_regexp_matches(x, pattern, place, 0)) < n THEN 0
           ELSE CAST(greatest(place, 1) AS INTEGER) + redshift_place(
             string_split_regex(substring(x, greatest(place, 1)), pattern), redshift_regexp_matches(x, pattern, place, 0), CAST(n AS INTEGER), after <> 0) END`,
    ],
  },
  regexp_replace: {
    page: "REGEXP_REPLACE.html",
    type: text,
    rule: ({ args }) => {
      const [source, pattern, replacement = textConstant(""), position = one, parameters] = args;
      if (!source || !pattern) {
        throw new SqlError("syntax_error", "REGEXP_REPLACE needs a source and a pattern");
      }
      if (args.length > 5) {
        throw wrongCount("regexp_replace", "2 to 5", args);
      }
      const read = withParameters(pattern, parameters, "REGEXP_REPLACE");
      return functionCall("redshift_regexp_replace", [source, read.pattern, replacement, position]);
    },
    macros: [
      `CREATE MACRO redshift_regexp_replace(x, pattern, replacement, place) AS
         CASE WHEN place > greatest(length(x), 1) THEN x
           ELSE left(x, greatest(place, 1) - 1) || regexp_replace(substring(x, greatest(place, 1)), pattern, replacement, 'g') END`,
    ],
  },
  regexp_substr: {
    page: "REGEXP_SUBSTR.html",
    type: text,
    rule: ({ args }) => {
      const [source, pattern, position = one, occurrence = one, parameters] = args;
      if (!source || !pattern || args.length > 5) {
        throw wrongCount("regexp_substr", "2 to 5", args);
      }
      const read = withParameters(pattern, parameters, "REGEXP_SUBSTR");
      const part = integerConstant(read.letters.includes("e") && hasGroup(pattern) ? 1 : 0);
      return functionCall("redshift_regexp_substr", [source, read.pattern, position, occurrence, part]);
    },
    macros: [
      `CREATE MACRO redshift_regexp_substr(x, pattern, place, n, part) AS
         CASE WHEN x IS NULL OR pattern IS NULL OR place IS NULL OR n IS NULL OR n < 1 OR n > length(x) AND n > 1 THEN NULL
           ELSE coalesce(redshift_regexp_matches(x, pattern, place, part)[CAST(n AS INTEGER)], '') END`,
    ],
  },
};

/** What only a PCRE pattern has: look-around, back references, atomic groups and possessive quantifiers. */
const pcreAlone = /\(\?(?:[=!>]|<[=!])|\\[1-9]|[*+?}]\+/u;

/**
 * Returns the pattern under its parameters, and these. Throws `feature_not_supported` for parameters that are
 * not constant or not known, and for a PCRE pattern that DuckDB cannot search.
 */
function withParameters(
  pattern: AstNode,
  parameters: AstNode | undefined,
  name: string,
): { pattern: AstNode; letters: string } {
  if (!parameters) {
    return { pattern, letters: "" };
  }
  const letters = constantText(parameters);
  if (letters === undefined) {
    throw notSupported(`${name} with parameters that are not constant`);
  }
  const known = name === "REGEXP_SUBSTR" ? /[^ceip]/u : /[^cip]/u;
  const other = known.exec(letters)?.[0];
  if (other !== undefined) {
    throw notSupported(`the parameter "${other}" of ${name}`);
  }
  const written = constantText(pattern);
  const only = written === undefined ? undefined : pcreAlone.exec(written)?.[0];
  if (letters.includes("p") && (written === undefined || only !== undefined)) {
    throw notSupported(
      written === undefined
        ? `${name} with a PCRE pattern that is not constant`
        : `"${only}" in a PCRE pattern of ${name}`,
    );
  }
  const isAnyCase = letters.includes("i");
  return { pattern: isAnyCase ? functionCall("redshift_any_case", [pattern]) : pattern, letters };
}

/** Returns whether a pattern has a subexpression. Throws where it is not constant. */
function hasGroup(pattern: AstNode): boolean {
  const written = constantText(pattern);
  if (written === undefined) {
    throw notSupported('the parameter "e" of REGEXP_SUBSTR with a pattern that is not constant');
  }
  return /(?:^|[^\\])\((?!\?[:=!<])/u.test(written);
}
