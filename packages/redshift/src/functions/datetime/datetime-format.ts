import { notSupported } from "../../errors.ts";
import {
  castTo,
  functionCall,
  integerConstant,
  operatorCall,
  textConstant,
  type AstNode,
} from "../../ast/query-ast.ts";

type Piece =
  /** A strftime directive. `parses` if strptime reads it too. */
  | { kind: "directive"; text: string; parses: boolean; changeCase?: "upper" | "lower"; width?: number }
  /** A number that DuckDB knows as a part of a date and strftime does not. */
  | { kind: "number"; of(value: AstNode): AstNode }
  | { kind: "literal"; text: string };

/** Longest first. https://docs.aws.amazon.com/redshift/latest/dg/r_FORMAT_strings.html */
const directives: [string, Piece][] = [
  ["HH24", directive("%H")],
  ["HH12", directive("%I")],
  ["YYYY", directive("%Y")],
  ["IYYY", directive("%G", { parses: false })],
  ["MONTH", named("%B", 9, "upper")],
  ["Month", named("%B", 9)],
  ["month", named("%B", 9, "lower")],
  ["DDD", directive("%j")],
  ["DAY", named("%A", 9, "upper")],
  ["Day", named("%A", 9)],
  ["day", named("%A", 9, "lower")],
  ["MON", directive("%b", { changeCase: "upper" })],
  ["Mon", directive("%b")],
  ["mon", directive("%b", { changeCase: "lower" })],
  ["YY", directive("%y")],
  ["MM", directive("%m")],
  ["DD", directive("%d")],
  ["DY", directive("%a", { changeCase: "upper", parses: false })],
  ["Dy", directive("%a", { parses: false })],
  ["dy", directive("%a", { changeCase: "lower", parses: false })],
  ["HH", directive("%I")],
  ["MI", directive("%M")],
  ["SS", directive("%S")],
  ["MS", directive("%g")],
  ["US", directive("%f")],
  ["IW", directive("%V", { parses: false })],
  ["AM", directive("%p")],
  ["PM", directive("%p")],
  ["am", directive("%p", { changeCase: "lower" })],
  ["pm", directive("%p", { changeCase: "lower" })],
  // Sessions are in UTC.
  ["TZ", directive("UTC", { parses: false })],
  ["tz", directive("utc", { parses: false })],
  ["OF", directive("+00", { parses: false })],
];

/**
 * Numbers that TO_CHAR prints and no function reads.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_FORMAT_strings.html
 */
const numbers: [string, Extract<Piece, { kind: "number" }>][] = [
  [
    "CC",
    {
      kind: "number",
      of: (value) =>
        functionCall("lpad", [
          castTo(part("century", value), "VARCHAR"),
          integerConstant(2),
          textConstant("0"),
        ]),
    },
  ],
  [
    "WW",
    {
      kind: "number",
      of: (value) =>
        functionCall("lpad", [castTo(weeks("doy", value), "VARCHAR"), integerConstant(2), textConstant("0")]),
    },
  ],
  ["ID", { kind: "number", of: (value) => part("isodow", value) }],
  ["Q", { kind: "number", of: (value) => part("quarter", value) }],
  ["W", { kind: "number", of: (value) => weeks("day", value) }],
  ["D", { kind: "number", of: (value) => operatorCall("+", part("dow", value), integerConstant(1)) }],
  ["J", { kind: "number", of: (value) => castTo(part("julian", castTo(value, "DATE")), "BIGINT") }],
];

/** Patterns of Redshift that are not mapped; named so that they are not taken for literal text. */
const unsupported = [
  "FM",
  "TH",
  "RM",
  "SSSS",
  "Y,YYY",
  "YYY",
  "IYY",
  "A.M.",
  "P.M.",
  "B.C.",
  "BC",
  "AD",
  "IDDD",
  "Y",
  "I",
];

/**
 * Returns the expression of `TO_CHAR(value, pattern)` for a date or timestamp. Throws for a pattern that is
 * not supported.
 */
export function printPattern(value: AstNode, pattern: string): AstNode {
  const parts: AstNode[] = [];
  let pending = "";
  const flush = (): void => {
    if (pending !== "") {
      parts.push(functionCall("strftime", [value, textConstant(pending)]));
    }
    pending = "";
  };
  for (const piece of readPattern(pattern)) {
    if (piece.kind === "number") {
      flush();
      parts.push(castTo(piece.of(value), "VARCHAR"));
    } else if (piece.kind === "literal") {
      pending += piece.text.replaceAll("%", "%%");
    } else if (piece.changeCase || piece.width !== undefined) {
      flush();
      const printed = functionCall("strftime", [value, textConstant(piece.text)]);
      const cased = piece.changeCase ? functionCall(piece.changeCase, [printed]) : printed;
      parts.push(piece.width === undefined ? cased : padded(cased, piece.width));
    } else {
      pending += piece.text;
    }
  }
  flush();
  const [first = functionCall("strftime", [value, textConstant("")]), ...rest] = parts;
  return rest.reduce((left, right) => operatorCall("||", left, right), first);
}

/** Cuts a format into its pieces. Throws for a pattern that is not supported. */
export function readPattern(pattern: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < pattern.length) {
    const { piece, taken } = readPiece(pattern, at);
    pieces.push(piece);
    at += taken;
  }
  return pieces;
}

function readPiece(pattern: string, at: number): { piece: Piece; taken: number } {
  if (pattern.charAt(at) === '"') {
    const close = pattern.indexOf('"', at + 1);
    if (close < 0) {
      throw notSupported(`the format "${pattern}", whose quote is not closed,`);
    }
    return { piece: { kind: "literal", text: pattern.slice(at + 1, close) }, taken: close + 1 - at };
  }
  const upper = pattern.slice(at).toUpperCase();
  const exact = directives.find(([word]) => pattern.startsWith(word, at));
  const number = numbers.find(([word]) => upper.startsWith(word));
  const found = exact ?? directives.find(([word]) => word === word.toUpperCase() && upper.startsWith(word));
  const refused = unsupported.find(
    (word) =>
      upper.startsWith(word) && word.length > Math.max(found?.[0].length ?? 0, number?.[0].length ?? 0),
  );
  if (refused !== undefined) {
    throw notSupported(`"${refused}" in the format "${pattern}"`);
  }
  const longest = number && number[0].length > (found?.[0].length ?? 0) ? number : found;
  if (longest) {
    return { piece: longest[1], taken: longest[0].length };
  }
  return { piece: { kind: "literal", text: pattern.charAt(at) }, taken: 1 };
}

function directive(text: string, options: { parses?: boolean; changeCase?: "upper" | "lower" } = {}): Piece {
  return { kind: "directive", text, parses: true, ...options };
}

/** Returns a full name, which Redshift pads with blanks to the longest name's width. */
function named(text: string, width: number, changeCase?: "upper" | "lower"): Piece {
  return { kind: "directive", text, parses: true, width, ...(changeCase ? { changeCase } : {}) };
}

function part(name: string, value: AstNode): AstNode {
  return functionCall("date_part", [textConstant(name), value]);
}

/** The first week begins with the first day, whichever day of the week that is. */
function weeks(days: "doy" | "day", value: AstNode): AstNode {
  const before = operatorCall("-", part(days, value), integerConstant(1));
  return operatorCall("+", operatorCall("//", before, integerConstant(7)), integerConstant(1));
}

function padded(text: AstNode, width: number): AstNode {
  return functionCall("rpad", [text, integerConstant(width), textConstant(" ")]);
}
