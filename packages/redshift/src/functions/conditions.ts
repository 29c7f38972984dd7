import {
  caseWhen,
  castToType,
  comparison,
  constantText,
  functionCall,
  nullConstant,
  type AstNode,
} from "../ast/query-ast.ts";
import { typeOf } from "../ast/node-type.ts";
import { commonType, isNumber, isText, longestText, type SqlType } from "../ast/sql-type.ts";
import { SqlError } from "../errors.ts";
import { coerce, coerceSides, unify } from "./coerce.ts";
import { compareTexts } from "./compared-text.ts";
import { common, exactly, likeArgument, type SqlFunctions } from "./sql-function.ts";

/**
 * https://docs.aws.amazon.com/redshift/latest/dg/c_conditional_expressions.html; CASE, COALESCE and NULLIF
 * are expressions to the parser
 */
export const conditionFunctions: SqlFunctions = {
  decode: {
    page: "r_DECODE_expression.html",
    type: ([, ...rest]) => common(rest.filter((_, index) => index % 2 === 1 || index === rest.length - 1)),
    column: "case",
    rule: ({ args, now }) => decode(args, now),
  },
  greatest: {
    page: "r_GREATEST_LEAST.html",
    type: common,
    rule: ({ args, now }) => functionCall("greatest", unify(args, "GREATEST", now)),
  },
  least: {
    page: "r_GREATEST_LEAST.html",
    type: common,
    rule: ({ args, now }) => functionCall("least", unify(args, "LEAST", now)),
  },
  nullif: {
    page: "r_NULLIF_function.html",
    type: likeArgument,
    rule: ({ args, now }) => {
      const [value, other] = unify(exactly(args, 2, "nullif"), "NULLIF", now);
      const equals = comparison("COMPARE_EQUAL", value ?? nullConstant(), other ?? nullConstant());
      return caseWhen([{ when: compareTexts(equals), result: nullConstant() }], args[0] ?? nullConstant());
    },
  },
  nvl: {
    page: "r_NVL_function.html",
    type: common,
    column: "coalesce",
    rule: ({ args, now }) => coalesce(unify(args, "COALESCE", now)),
  },
  nvl2: {
    page: "r_NVL2.html",
    type: ([, ...results]) => nvl2Type(results),
    rule: ({ args, now }) => {
      const [value, present, absent] = exactly(args, 3, "nvl2");
      const [isThere, isNot] = sameType([present, absent], now);
      return caseWhen([{ when: isNull(value), result: isNot }], isThere);
    },
  },
};

function coalesce(args: AstNode[]): AstNode {
  return { class: "OPERATOR", type: "OPERATOR_COALESCE", alias: "", query_location: 0, children: args };
}

function isNull(child: AstNode): AstNode {
  return { class: "OPERATOR", type: "OPERATOR_IS_NULL", alias: "", query_location: 0, children: [child] };
}

/** Where numbers and other types are mixed, the value for NULL is cast to the other one's type. */
function nvl2Type([present, absent]: readonly (SqlType | undefined)[]): SqlType | undefined {
  const both = commonType([present, absent]);
  if (both && "conflict" in both) {
    return present;
  }
  const isMixed = present?.kind === "unknown" && isNumber(absent);
  return isMixed ? longestText : both;
}

function sameType([present, absent]: [AstNode, AstNode], now: number): [AstNode, AstNode] {
  const types = [present, absent].map(typeOf);
  const type = nvl2Type(types);
  if (!type || (types[0]?.kind === type.kind && types[1]?.kind === type.kind)) {
    return [present, absent];
  }
  const cast = (node: AstNode): AstNode => {
    if (constantText(node) !== undefined) {
      return coerce(node, type, now);
    }
    const isOther = isText(type) && !isText(typeOf(node)) && typeOf(node)?.kind !== "unknown";
    return isOther ? castToType(node, type) : node;
  };
  return [cast(present), cast(absent)];
}

/**
 * DECODE finds NULL equal to NULL. https://docs.aws.amazon.com/redshift/latest/dg/r_DECODE_expression.html
 */
function decode(args: AstNode[], now: number): AstNode {
  const [value, ...rest] = args;
  if (!value || rest.length < 2) {
    throw new SqlError("syntax_error", "DECODE needs an expression, a search and a result");
  }
  const pairs = Math.floor(rest.length / 2);
  const fallback = rest.length % 2 === 1 ? (rest.at(-1) ?? nullConstant()) : nullConstant();
  const isResult = (_: AstNode, index: number): boolean => index % 2 === 1;
  const [otherwise = fallback, ...results] = unify(
    [fallback, ...rest.slice(0, pairs * 2).filter(isResult)],
    "CASE",
    now,
  );
  const checks = results.map((result, index) => {
    const equals = comparison("COMPARE_NOT_DISTINCT_FROM", value, rest[index * 2] ?? nullConstant());
    return { when: compareTexts(coerceSides(equals, now)), result };
  });
  return caseWhen(checks, otherwise);
}
