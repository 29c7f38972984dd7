/** A quoted text or name, a comment, a semicolon, or one other character. */
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*(?=\n)|\/\*[\s\S]*?\*\/|[\s\S]/y;

export type SplitText = {
  /** Without their semicolons. */
  statements: string[];
  /** The rest, which no semicolon has ended yet. */
  rest: string;
};

/**
 * Splits the input at each semicolon that is not in a quoted text, a quoted name or a comment. If one of
 * these is still open, it extends to the end.
 */
export function splitStatements(text: string): SplitText {
  const statements: string[] = [];
  let statement = "";
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const [found = ""] = token.exec(text) ?? [];
    // An unclosed quotation mark or comment.
    if (
      /^['"]$/.test(found) ||
      (found === "/" && text[start + 1] === "*") ||
      (found === "-" && text[start + 1] === "-")
    ) {
      return { statements, rest: statement + text.slice(start) };
    }
    if (found === ";") {
      statements.push(statement.trim());
      statement = "";
    } else {
      statement += found;
    }
  }
  return { statements: statements.filter((each) => each !== ""), rest: statement };
}
