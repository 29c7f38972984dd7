import { notSupported } from "../sql-error.ts";
import {
  caseWhen,
  comparison,
  functionCall,
  integerConstant,
  operatorCall,
  textConstant,
  type AstNode,
} from "./query-ast.ts";

/** Whether a TO_CHAR format is one for numbers: it has digits to fill, which no date format has. */
export function isNumberFormat(pattern: string): boolean {
  return pattern.includes("9") || (pattern.includes("0") && !pattern.includes('"'));
}

/**
 * The expression of `TO_CHAR(value, pattern)` for a number: an optional FM, digits, and a fraction.
 * Throws for signs, groups, currencies and exponents, and for a fraction without a 0 before its point.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_formating.html
 */
export function formatNumberSql(value: AstNode, pattern: string): AstNode {
  const fills = pattern.toUpperCase().startsWith("FM");
  const digits = fills ? pattern.slice(2) : pattern;
  const [whole = "", fraction = "", ...rest] = digits.split(".");
  const known = /^[09]*$/u.test(whole + fraction);
  const fractionKnown = fraction === "" || (whole.endsWith("0") && (!fills || !fraction.includes("9")));
  if (!known || rest.length > 0 || whole === "" || !fractionKnown) {
    throw notSupported(`the number format "${pattern}"`);
  }
  const zeros = whole.includes("0") ? whole.length - whole.indexOf("0") : 0;
  const width = digits.length;
  const text = functionCall("redshift_number_text", [
    value,
    integerConstant(fraction.length),
    integerConstant(zeros === 0 ? 0 : zeros + (fraction === "" ? 0 : fraction.length + 1)),
  ]);
  const fitting = caseWhen(
    [
      {
        when: comparison(
          "COMPARE_GREATERTHAN",
          functionCall("length", [functionCall("ltrim", [text, textConstant("-")])]),
          integerConstant(width),
        ),
        result: operatorCall("||", textConstant(fills ? "" : " "), textConstant("#".repeat(width))),
      },
    ],
    fills ? text : functionCall("lpad", [text, integerConstant(width + 1), textConstant(" ")]),
  );
  return fitting;
}
