import { notSupported } from "../errors.ts";
import {
  caseWhen,
  comparison,
  functionCall,
  integerConstant,
  operatorCall,
  textConstant,
  type AstNode,
} from "../ast/query-ast.ts";

/** FM, L or $, a leading S; digits and group marks; a point and digits; and where the sign stands. */
const numberFormat =
  /^(?<fill>FM)?(?<currency>[L$])?(?<lead>S)?(?<whole>[09,G]+)(?:(?<point>[.D])(?<fraction>[09]*))?(?<trail>S|MI|PR)?$/u;

/** Returns whether a TO_CHAR format is one for numbers: it has digits to fill, which no date format has. */
export function isNumberFormat(pattern: string): boolean {
  return /9|^(?:FM)?RN$/iu.test(pattern) || (pattern.includes("0") && !pattern.includes('"'));
}

/** RN prints a Roman numeral, rn in lower case, right-aligned in 15 places unless after FM. */
const romanFormat = /^(?<fill>FM)?(?<letters>RN|rn)$/u;

/**
 * Returns the expression of `TO_CHAR(value, pattern)` for a number. Throws for ordinals and signs in other
 * places.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_formating.html
 */
export function formatNumberSql(value: AstNode, pattern: string): AstNode {
  const roman = romanFormat.exec(pattern)?.groups;
  if (roman) {
    const numeral = functionCall("redshift_roman", [value]);
    const cased = roman["letters"] === "rn" ? functionCall("lower", [numeral]) : numeral;
    return roman["fill"] ? cased : functionCall("lpad", [cased, integerConstant(15), textConstant(" ")]);
  }
  const parts = numberFormat.exec(pattern.toUpperCase())?.groups;
  const whole = (parts?.["whole"] ?? "").replaceAll("G", ",");
  const places = whole.replaceAll(",", "");
  if (!parts || places === "" || (parts["lead"] && parts["trail"])) {
    throw notSupported(`the number format "${pattern}"`);
  }
  const fraction = parts["fraction"] ?? "";
  const fills = parts["fill"] !== undefined;
  const digits = functionCall("redshift_fixed", [
    functionCall("abs", [value]),
    integerConstant(fraction.length),
  ]);
  const wholeDigits = functionCall("split_part", [digits, textConstant("."), integerConstant(1)]);
  const firstZero = places.indexOf("0");
  const filled = functionCall("redshift_whole", [
    wholeDigits,
    integerConstant(places.length),
    integerConstant(firstZero < 0 ? 0 : places.length - firstZero),
    integerConstant(fraction === "" ? 1 : 0),
  ]);
  const fractionDigits = functionCall("split_part", [digits, textConstant("."), integerConstant(2)]);
  const kept = fills ? keptFraction(fractionDigits, fraction.lastIndexOf("0") + 1) : fractionDigits;
  const body = parts["point"]
    ? joined([grouped(filled, whole), textConstant("."), kept])
    : grouped(filled, whole);
  const width = whole.length + (parts["point"] ? fraction.length + 1 : 0);
  const overflow = textConstant("#".repeat(width));
  const isTooLong = comparison(
    "COMPARE_GREATERTHAN",
    functionCall("length", [wholeDigits]),
    integerConstant(places.length),
  );
  const number = caseWhen([{ when: isTooLong, result: overflow }], body);
  const signed = functionCall("redshift_signed", [
    value,
    number,
    integerConstant(fills ? 0 : width),
    textConstant(parts["lead"] ? "S<" : (parts["trail"] ?? "")),
  ]);
  return parts["currency"] ? operatorCall("||", textConstant("$"), signed) : signed;
}

/** Returns the digits with the format's group marks; one before the first digit is a blank. */
function grouped(digits: AstNode, whole: string): AstNode {
  let taken = 0;
  const pieces = whole.split(",").flatMap((group, index) => {
    const mark = functionCall("redshift_group_mark", [digits, integerConstant(taken)]);
    const slice = functionCall("substring", [
      digits,
      integerConstant(taken + 1),
      integerConstant(group.length),
    ]);
    taken += group.length;
    return index === 0 ? [slice] : [mark, slice];
  });
  return joined(pieces);
}

/** FM leaves out the zeros at the end, as far as the format has no 0 there. */
function keptFraction(digits: AstNode, fixed: number): AstNode {
  return joined([
    functionCall("left", [digits, integerConstant(fixed)]),
    functionCall("rtrim", [
      functionCall("substring", [digits, integerConstant(fixed + 1)]),
      textConstant("0"),
    ]),
  ]);
}

function joined(parts: AstNode[]): AstNode {
  return parts.reduce((left, right) => operatorCall("||", left, right));
}
