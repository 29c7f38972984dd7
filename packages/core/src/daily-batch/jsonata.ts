/** Returns a JSONata expression in the form of a state's field. */
export function jsonata(expression: string): string {
  return `{% ${expression} %}`;
}

/**
 * Returns a JSONata string literal for the text. JSONata has JSON's escapes, but no escape for a single
 * quote.
 */
export function jsonataString(text: string): string {
  return JSON.stringify(text);
}

/** Marks around a spliced expression: code points that occur in no other text of ours. */
const marks = /\uE000|\uE001/;

/** Stands in a text for the value of a JSONata expression; see `jsonataText`. */
export function splice(expression: string): string {
  return `\uE000${expression}\uE001`;
}

/**
 * Returns a JSONata expression that evaluates to the text, with each spliced expression replaced by its
 * value. So the state machine can fill in the SQL that a function of core writes, and the SQL is written
 * once.
 */
export function jsonataText(text: string): string {
  return text
    .split(marks)
    .map((part, index) => (index % 2 === 1 ? part : jsonataString(part)))
    .join(" & ");
}
