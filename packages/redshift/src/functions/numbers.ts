import { castTo, castToType, functionCall, type AstNode } from "../ast/query-ast.ts";
import { typeOf } from "../ast/node-type.ts";
import { isDateOrTimestamp, isNumber, isWholeNumber, type SqlType } from "../ast/sql-type.ts";
import { SqlError } from "../errors.ts";
import { divide } from "./operators.ts";
import { common, double, exactly, likeArgument, text, type SqlFunctions } from "./sql-function.ts";

/** https://docs.aws.amazon.com/redshift/latest/dg/Math_functions.html */
export const numberFunctions: SqlFunctions = {
  abs: { page: "r_ABS.html", type: likeArgument },
  acos: { page: "r_ACOS.html", type: double },
  asin: { page: "r_ASIN.html", type: double },
  atan: { page: "r_ATAN.html", type: double },
  atan2: { page: "r_ATAN2.html", type: double },
  cbrt: {
    page: "r_CBRT.html",
    type: double,
    rule: ({ args }) => functionCall("redshift_cbrt", exactly(args, 1, "cbrt")),
    macros: [
      // DuckDB's cube root of 27 is not 3: one step of Newton's makes it exact.
      `CREATE MACRO redshift_cbrt(x) AS CASE WHEN x = 0 OR NOT isfinite(CAST(x AS DOUBLE)) THEN CAST(x AS DOUBLE)
         ELSE cbrt(x) - (cbrt(x) * cbrt(x) * cbrt(x) - x) / (3 * cbrt(x) * cbrt(x)) END`,
    ],
  },
  ceil: { page: "r_CEILING_FLOOR.html", type: roundedType, rule: ({ args }) => rounded("ceil", args) },
  ceiling: { page: "r_CEILING_FLOOR.html", type: roundedType, rule: ({ args }) => rounded("ceil", args) },
  cos: { page: "r_COS.html", type: double },
  cot: { page: "r_COT.html", type: double },
  degrees: { page: "r_DEGREES.html", type: double },
  dexp: { page: "r_DEXP.html", type: double, rule: ({ args }) => functionCall("exp", args) },
  dlog1: { page: "r_DLOG1.html", type: double, rule: ({ args }) => functionCall("ln", args) },
  dlog10: { page: "r_DLOG10.html", type: double, rule: ({ args }) => functionCall("log10", args) },
  exp: { page: "r_EXP.html", type: double },
  floor: { page: "r_FLOOR.html", type: roundedType, rule: ({ args }) => rounded("floor", args) },
  ln: { page: "r_LN.html", type: double },
  log: { page: "r_LOG.html", type: double, rule: ({ args }) => functionCall("log10", args) },
  mod: {
    page: "r_MOD.html",
    type: common,
    rule: ({ args }) => divide("%", exactly(args, 2, "mod")),
  },
  pi: { page: "r_PI.html", type: double },
  pow: { page: "r_POWER.html", type: double },
  power: { page: "r_POWER.html", type: double, rule: ({ args }) => functionCall("pow", args) },
  radians: { page: "r_RADIANS.html", type: double },
  random: { page: "r_RANDOM.html", type: double },
  round: { page: "r_ROUND.html", type: ([value]) => (isNumber(value) ? value : { kind: "double" }) },
  sign: {
    page: "r_SIGN.html",
    type: signType,
    rule: ({ args }) => {
      const [value] = exactly(args, 1, "sign");
      return castToType(functionCall("sign", [value]), signType([typeOf(value)]));
    },
  },
  sin: { page: "r_SIN.html", type: double },
  sqrt: { page: "r_SQRT.html", type: double },
  tan: { page: "r_TAN.html", type: double },
  to_hex: {
    page: "r_TO_HEX.html",
    type: text,
    rule: ({ args }) => functionCall("lower", [functionCall("to_hex", args)]),
  },
  trunc: {
    page: "r_TRUNC.html",
    type: ([value]) => (isDateOrTimestamp(value) ? { kind: "date" } : value),
    rule: ({ args }) => truncate(args),
  },
};

/** A whole number keeps its type, a DECIMAL loses its fraction. */
function roundedType([value]: readonly (SqlType | undefined)[]): SqlType | undefined {
  if (isWholeNumber(value)) {
    return value;
  }
  return value?.kind === "decimal" ? { ...value, scale: 0 } : { kind: "double" };
}

/** DuckDB would make a DOUBLE of a whole number, which loses digits. */
function rounded(name: "ceil" | "floor", args: AstNode[]): AstNode {
  const [value] = exactly(args, 1, name);
  return isWholeNumber(typeOf(value)) ? value : functionCall(name, [value]);
}

/**
 * Returns DECIMAL(1,0) for a DECIMAL, else the argument's type.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_SIGN.html
 */
function signType([value]: readonly (SqlType | undefined)[]): SqlType {
  if (value?.kind === "decimal") {
    return { kind: "decimal", precision: 1, scale: 0 };
  }
  return value && isNumber(value) ? value : { kind: "double" };
}

/**
 * TRUNC cuts a timestamp to its date and a number to its whole part.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNC_date.html
 */
function truncate(args: AstNode[]): AstNode {
  const [value, digits] = args;
  if (!value) {
    throw new SqlError("syntax_error", "TRUNC needs a value");
  }
  if (!digits && isDateOrTimestamp(typeOf(value))) {
    return castTo(value, "DATE");
  }
  return functionCall("trunc", args);
}
