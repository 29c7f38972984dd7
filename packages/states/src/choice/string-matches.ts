type PatternPart = { kind: "any" } | { kind: "character"; character: string };

/**
 * Returns whether `text` matches a StringMatches pattern: `*` matches any characters, `\*` an asterisk
 * and `\\` a backslash. Goes back only to the last `*`, so a pattern of many takes text × pattern steps
 * at most.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
export function stringMatches(text: string, pattern: string): boolean {
  const parts = patternParts(pattern);
  let at = 0;
  let position = 0;
  let lastAny: { part: number; position: number } | undefined;
  while (position < text.length) {
    const part = parts[at];
    if (part?.kind === "character" && part.character === text.charAt(position)) {
      at += 1;
      position += 1;
    } else if (part?.kind === "any") {
      lastAny = { part: at, position };
      at += 1;
    } else if (lastAny === undefined) {
      return false;
    } else {
      lastAny = { part: lastAny.part, position: lastAny.position + 1 };
      at = lastAny.part + 1;
      position = lastAny.position;
    }
  }
  return parts.slice(at).every((part) => part.kind === "any");
}

function patternParts(pattern: string): PatternPart[] {
  const tokens = pattern.match(/\\[*\\]|[^]/g) ?? [];
  return tokens.map((token) =>
    token === "*"
      ? { kind: "any" }
      : { kind: "character", character: token.length === 2 ? token.charAt(1) : token },
  );
}
