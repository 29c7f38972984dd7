import { notSupported } from "../../errors.ts";
import {
  functionCall,
  integerConstant,
  nullConstant,
  textConstant,
  trueConstant,
  type AstNode,
} from "../../ast/query-ast.ts";
import { readPattern } from "./datetime-format.ts";

/** A directive's place in the text: how many digits it may have, or the letters that it is. */
type Input = { digits: number } | { letters: string };

/** By strftime's directive. */
const inputs: Record<string, Input> = {
  "%Y": { digits: 4 },
  "%y": { digits: 2 },
  "%m": { digits: 2 },
  "%d": { digits: 2 },
  "%j": { digits: 3 },
  "%H": { digits: 2 },
  "%I": { digits: 2 },
  "%M": { digits: 2 },
  "%S": { digits: 2 },
  "%g": { digits: 3 },
  "%f": { digits: 6 },
  "%b": { letters: "[A-Za-z]{3}" },
  "%B": { letters: "[A-Za-z]{3,9}" },
  "%A": { letters: "[A-Za-z]{6,9} *" },
  "%p": { letters: "[AaPp][Mm]" },
};

/** What the macro takes, in its order. */
const parameters = ["%Y", "%y", "%m", "%b", "%B", "%d", "%j", "%H", "%I", "%p", "%M", "%S", "%g", "%f"];

/**
 * Returns the TIMESTAMP that TO_DATE and TO_TIMESTAMP read by a format. Parts out of their range carry over,
 * unless the call is strict: the 31st of June is the 1st of July. What comes after the format's end is not
 * read. https://docs.aws.amazon.com/redshift/latest/dg/r_TO_DATE_function.html, r_TO_TIMESTAMP.html
 */
export function parsePattern(text: AstNode, pattern: string, isStrict: boolean): AstNode {
  const pieces = readPattern(pattern);
  const taken: string[] = [];
  const regex = pieces.map((piece, index) => {
    if (piece.kind === "literal") {
      return literalRegex(piece.text);
    }
    const input = piece.kind === "number" ? undefined : inputs[piece.text];
    if (piece.kind === "number" || !piece.parses || !input || taken.includes(piece.text)) {
      throw notSupported(`reading by the format "${pattern}"`);
    }
    taken.push(piece.text);
    if ("letters" in input) {
      return `(${input.letters})`;
    }
    const next = pieces[index + 1];
    // Where more digits follow at once, only the count of digits separates them.
    const isFixed = next?.kind === "directive" && "digits" in (inputs[next.text] ?? {});
    return isFixed ? `(\\d{${input.digits}})` : `(\\d{1,${input.digits}})`;
  });
  if (!taken.includes("%Y") && !taken.includes("%y")) {
    throw notSupported(`the format "${pattern}" without a year`);
  }
  const source = functionCall("redshift_matching", [
    functionCall("redshift_text", [text]),
    textConstant(`^\\s*${regex.join("")}`),
    textConstant(pattern),
  ]);
  const parts = parameters.map((directive) => {
    const group = taken.indexOf(directive);
    if (group < 0) {
      return nullConstant();
    }
    return functionCall("regexp_extract", [
      source,
      textConstant(`^\\s*${regex.join("")}`),
      integerConstant(group + 1),
    ]);
  });
  return functionCall("redshift_timestamp", [...parts, isStrict ? trueConstant() : nullConstant()]);
}

/** A blank matches any blanks, another mark any mark. */
function literalRegex(literal: string): string {
  return Array.from(literal)
    .map((character) => {
      if (/\s/u.test(character)) {
        return "\\s*";
      }
      return /[A-Za-z0-9]/u.test(character) ? character : "[^A-Za-z0-9]";
    })
    .join("");
}
