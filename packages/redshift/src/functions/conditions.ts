import { caseWhen, comparison, nullConstant, type AstNode } from "../ast/query-ast.ts";
import { SqlError } from "../sql-error.ts";
import { compareTexts } from "./compared-text.ts";
import { common, exactly, likeArgument, type SqlFunctions } from "./sql-function.ts";

/** https://docs.aws.amazon.com/redshift/latest/dg/c_conditional_expressions.html; CASE, COALESCE and NULLIF are expressions to the parser */
export const conditionFunctions: SqlFunctions = {
  decode: {
    page: "r_DECODE_expression.html",
    type: ([, , ...rest]) => common(rest.filter((_, index) => index % 2 === 0 || index === rest.length - 1)),
    rule: ({ args }) => decode(args),
  },
  greatest: { page: "r_GREATEST_LEAST.html", type: common },
  least: { page: "r_GREATEST_LEAST.html", type: common },
  nullif: { page: "r_NULLIF_function.html", type: likeArgument },
  nvl: { page: "r_NVL_function.html", type: common, rule: ({ args }) => coalesce(args) },
  nvl2: {
    page: "r_NVL2.html",
    type: ([, ...results]) => common(results),
    rule: ({ args }) => {
      const [value, present, absent] = exactly(args, 3, "nvl2");
      return caseWhen([{ when: isNull(value), result: absent }], present);
    },
  },
};

function coalesce(args: AstNode[]): AstNode {
  return { class: "OPERATOR", type: "OPERATOR_COALESCE", alias: "", query_location: 0, children: args };
}

function isNull(child: AstNode): AstNode {
  return { class: "OPERATOR", type: "OPERATOR_IS_NULL", alias: "", query_location: 0, children: [child] };
}

/** DECODE finds NULL equal to NULL. https://docs.aws.amazon.com/redshift/latest/dg/r_DECODE_expression.html */
function decode(args: AstNode[]): AstNode {
  const [value, ...rest] = args;
  if (!value || rest.length < 2) {
    throw new SqlError("syntax_error", "DECODE needs an expression, a search and a result");
  }
  const pairs = Math.floor(rest.length / 2);
  const checks = Array.from({ length: pairs }, (_, index) => {
    const [search = nullConstant(), result = nullConstant()] = rest.slice(index * 2, index * 2 + 2);
    return { when: compareTexts(comparison("COMPARE_NOT_DISTINCT_FROM", value, search)), result };
  });
  return caseWhen(checks, rest.length % 2 === 1 ? (rest.at(-1) ?? nullConstant()) : nullConstant());
}
