import { castToType, functionCall, textConstant, type AstNode } from "../ast/query-ast.ts";
import { typed } from "../ast/node-type.ts";
import { notSupported } from "../errors.ts";

/** FM, a sign, L or $, digits and group marks, a point and digits, and a sign behind them. */
const numberFormat =
  /^(?:FM)?\s*(?:S|MI)?\s*(?<currency>[L$])?\s*(?<whole>[09,G]+)(?:[.D](?<fraction>[09]*))?\s*(?<trail>S|MI|PR)?$/u;

const maxPrecision = 38;

/**
 * Returns the expression of `TO_NUMBER(text, pattern)`: a DECIMAL of as many digits as the pattern has. A
 * text that does not fit the pattern fails the statement. Throws `feature_not_supported` for a pattern that
 * is no number's.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_TO_NUMBER.html
 */
export function parseNumber(text: AstNode, pattern: string): AstNode {
  const parts = numberFormat.exec(pattern.trim().toUpperCase())?.groups;
  const places = (parts?.["whole"] ?? "").replaceAll(/[,G]/gu, "").length;
  const scale = (parts?.["fraction"] ?? "").length;
  if (!parts || places + scale === 0 || places + scale > maxPrecision) {
    throw notSupported(`the number format "${pattern}"`);
  }
  const currency = parts["currency"] === undefined ? "" : "\\$?\\s*";
  const digits = `(?:,*[0-9]){0,${places}},*${scale > 0 ? `(?:\\.[0-9]{0,${scale}})?` : ""}`;
  const number = `\\s*[-+]?\\s*${currency}[-+]?\\s*${digits}\\s*`;
  const trail = { S: "[-+]?", MI: "-?", PR: "" }[parts["trail"] ?? "PR"] ?? "";
  const bracketed = parts["trail"] === "PR" ? `|\\s*<\\s*${digits}\\s*>\\s*` : "";
  const regex = `^(?:${number}${trail}\\s*${bracketed})$`;
  const type = { kind: "decimal", precision: places + scale, scale } as const;
  const call = functionCall("redshift_to_number", [text, textConstant(regex), textConstant(pattern)]);
  return typed(castToType(call, type), type);
}

/** The macros that `parseNumber` calls, beside `redshift_matching`. */
export const numberMacros = [
  `CREATE MACRO redshift_to_number(x, regex, format) AS
     CASE WHEN redshift_matching(redshift_matching(x, regex, format), '[0-9]', format) SIMILAR TO '.*[-<].*' THEN '-' ELSE '' END ||
       regexp_replace(x, '[^0-9.]', '', 'g')`,
];
