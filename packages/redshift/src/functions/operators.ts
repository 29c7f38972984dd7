import { functionCall, numberOf, operatorCall, type AstNode } from "../ast/query-ast.ts";
import { isDateOrTimestamp, isNumber, type SqlType } from "../ast/sql-type.ts";
import { boolean, common, exactly, text, type ResultType, type SqlFunctions } from "./sql-function.ts";

/**
 * The operators, which DuckDB's parser makes calls of.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_OPERATOR_SYMBOLS.html
 */
export const operators: SqlFunctions = {
  "+": { page: "r_OPERATOR_SYMBOLS.html", type: sumType },
  "-": { page: "r_OPERATOR_SYMBOLS.html", type: differenceType },
  "*": { page: "r_OPERATOR_SYMBOLS.html", type: productType },
  "/": {
    page: "r_OPERATOR_SYMBOLS.html",
    type: quotientType,
    rule: ({ args }) => divide("/", exactly(args, 2, "/")),
    macros: [
      // Division by zero is an error: https://docs.aws.amazon.com/redshift/latest/dg/r_numeric_computations201.html
      `CREATE MACRO redshift_divide(x, y) AS CASE WHEN y = 0 THEN error('Divide by zero') ELSE x / y END`,
    ],
  },
  "%": {
    page: "r_OPERATOR_SYMBOLS.html",
    type: common,
    rule: ({ args }) => divide("%", exactly(args, 2, "%")),
    macros: [
      `CREATE MACRO redshift_modulo(x, y) AS CASE WHEN y = 0 THEN error('Divide by zero') ELSE x % y END`,
    ],
  },
  "^": {
    page: "r_OPERATOR_SYMBOLS.html",
    type: () => ({ kind: "double" }),
    rule: ({ args }) => functionCall("pow", args),
  },
  "||": { page: "r_concat_op.html", type: text },
  "~~": { page: "r_patternmatching_condition_like.html", type: boolean },
  "!~~": { page: "r_patternmatching_condition_like.html", type: boolean },
  "~~*": { page: "r_patternmatching_condition_like.html", type: boolean },
  "!~~*": { page: "r_patternmatching_condition_like.html", type: boolean },
  like_escape: { page: "r_patternmatching_condition_like.html", type: boolean },
  ilike_escape: { page: "r_patternmatching_condition_like.html", type: boolean },
  not_like_escape: { page: "r_patternmatching_condition_like.html", type: boolean },
  not_ilike_escape: { page: "r_patternmatching_condition_like.html", type: boolean },
  // What the parser makes of `~`.
  regexp_full_match: {
    page: "pattern-matching-conditions-posix.html",
    type: boolean,
    rule: ({ args }) => functionCall("regexp_matches", args),
  },
};

/** Division by zero is an error. https://docs.aws.amazon.com/redshift/latest/dg/r_numeric_computations201.html (Notes on division operations) */
export function divide(operator: "/" | "%", [left, right]: [AstNode, AstNode]): AstNode {
  if ((numberOf(right) ?? 0) !== 0) {
    return operatorCall(operator, left, right);
  }
  return functionCall(operator === "/" ? "redshift_divide" : "redshift_modulo", [left, right]);
}

type Types = Parameters<ResultType>[0];

function sumType(types: Types): SqlType | undefined {
  return ofDates(types) ?? ofNumbers(types);
}

function differenceType(types: Types): SqlType | undefined {
  const [left, right] = types;
  if (left?.kind === "date" && right?.kind === "date") {
    return { kind: "bigint" };
  }
  if (isDateOrTimestamp(left) && isDateOrTimestamp(right)) {
    return { kind: "interval" };
  }
  return ofDates(types) ?? ofNumbers(types);
}

function productType(types: Types): SqlType | undefined {
  return types.some((type) => type?.kind === "interval") ? { kind: "interval" } : ofNumbers(types);
}

/** A DECIMAL divided is a DOUBLE PRECISION to DuckDB. */
function quotientType(types: Types): SqlType | undefined {
  const type = productType(types);
  return type?.kind === "decimal" ? { kind: "double" } : type;
}

/** A date with an interval is a timestamp, with days a date. */
function ofDates(types: Types): SqlType | undefined {
  const date = types.find((type) => isDateOrTimestamp(type) || type?.kind === "time");
  const hasInterval = types.some((type) => type?.kind === "interval");
  if (!date) {
    return hasInterval ? { kind: "interval" } : undefined;
  }
  return date.kind === "date" && hasInterval ? { kind: "timestamp" } : date;
}

function ofNumbers(types: Types): SqlType | undefined {
  const type = common(types);
  return isNumber(type) ? type : undefined;
}
