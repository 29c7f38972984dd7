/**
 * Maximum number of characters of a client's value or key that an answer or a log entry repeats.
 */
export const maxShownCharacters = 80;

/**
 * Returns a value as JSON, truncated to keep an answer readable. Reads no more of the value than it shows, so
 * that any size and depth is safe: `JSON.stringify` would recurse into the whole value.
 */
export function shownValue(value: unknown): string {
  return cut(beginning(value, maxShownCharacters + 1));
}

/** Returns the name of a key, truncated as by `shownValue`. */
export function shownKey(name: string): string {
  return cut(name);
}

function cut(text: string): string {
  return text.length > maxShownCharacters ? `${text.slice(0, maxShownCharacters)}…` : text;
}

/**
 * Returns the JSON of a value, or at least its first `characters`. Each level of nesting takes a character,
 * which bounds the recursion.
 */
function beginning(value: unknown, characters: number): string {
  if (characters <= 0) {
    return "";
  }
  if (typeof value === "string") {
    return JSON.stringify(value.slice(0, characters));
  }
  if (value === null || typeof value !== "object") {
    // JSON cannot write Infinity, which is what 1e999 parses to.
    return String(value);
  }
  return Array.isArray(value) ? beginningOfList(value, characters) : beginningOfObject(value, characters);
}

function beginningOfList(list: unknown[], characters: number): string {
  let text = "[";
  for (const element of list) {
    if (text.length >= characters) {
      break;
    }
    const comma = text === "[" ? "" : ",";
    text += comma + beginning(element, characters - text.length - comma.length);
  }
  return `${text}]`;
}

function beginningOfObject(object: object, characters: number): string {
  let text = "{";
  for (const name in object) {
    if (text.length >= characters) {
      break;
    }
    const member: unknown = Reflect.get(object, name);
    if (Object.hasOwn(object, name) && member !== undefined) {
      text += `${text === "{" ? "" : ","}${JSON.stringify(name.slice(0, characters))}:`;
      text += beginning(member, characters - text.length);
    }
  }
  return `${text}}`;
}
