import { PatternError } from "./pattern-error.ts";

/** Decides about a text. */
export type TextTest = (text: string) => boolean;

/**
 * Returns the test of a wildcard: `*` stands for any number of characters, `\*` for an asterisk and `\\` for
 * a backslash. It takes time in proportion to the text, whatever the pattern.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching
 *
 * Throws PatternError when wildcards follow each other, or a backslash comes before any other character.
 */
export function wildcard(pattern: string): TextTest {
  const [first = "", ...others] = literals(pattern);
  const last = others.pop();
  if (last === undefined) {
    return (text) => text === first;
  }
  return (text) => {
    if (!text.startsWith(first)) {
      return false;
    }
    let at = first.length;
    for (const literal of others) {
      const found = text.indexOf(literal, at);
      if (found < 0) {
        return false;
      }
      at = found + literal.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}

/** Returns the texts between the wildcards. */
function literals(pattern: string): string[] {
  const found = [""];
  const add = (text: string): void => {
    found.push(`${found.pop() ?? ""}${text}`);
  };
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (character === "\\") {
      if (next !== "*" && next !== "\\") {
        throw new PatternError(`Invalid escape character at pos ${at}`);
      }
      add(next);
      at += 1;
    } else if (character === "*") {
      if (next === "*") {
        throw new PatternError(`Consecutive wildcard characters at pos ${at}`);
      }
      found.push("");
    } else {
      add(character);
    }
  }
  return found;
}

export function startsWith(prefix: string): TextTest {
  return (text) => text.startsWith(prefix);
}

export function endsWith(suffix: string): TextTest {
  return (text) => text.endsWith(suffix);
}

export function equals(wanted: string): TextTest {
  return (text) => text === wanted;
}

/** Returns the test made for a text whose case does not matter. */
export function ignoringCase(test: (wanted: string) => TextTest): (wanted: string) => TextTest {
  return (wanted) => {
    const lowerCase = test(wanted.toLowerCase());
    return (text) => lowerCase(text.toLowerCase());
  };
}
