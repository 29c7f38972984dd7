/** Returns a whole JSONata expression, as a state's field holds it. */
export function jsonata(expression: string): string {
  return `{% ${expression} %}`;
}

/**
 * Returns a JSONata string literal of the text: JSONata has JSON's escapes, but no escape for a single quote.
 */
export function jsonataString(text: string): string {
  return JSON.stringify(text);
}

/** Marks of a spliced expression: code points that no text of ours has. */
const marks = /\uE000|\uE001/;

/** Stands in a text for the value of a JSONata expression; see `jsonataText`. */
export function splice(expression: string): string {
  return `\uE000${expression}\uE001`;
}

/**
 * Returns a JSONata expression that evaluates to the text, with the value of each spliced expression in its
 * place. So that SQL written by a function of core can be filled in by the state machine, and is written
 * once.
 */
export function jsonataText(text: string): string {
  return text
    .split(marks)
    .map((part, index) => (index % 2 === 1 ? part : jsonataString(part)))
    .join(" & ");
}
