import { parseJson } from "../exact-integer.ts";
import type { JsonValue } from "../json.ts";

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[{}[\]:]/g;

/**
 * Parses JSON as `$parse` does on AWS: a name that an object has twice is refused, and so is a number beyond
 * a double's range. Returns undefined for what is refused. https://github.com/floci-io/floci/pull/2676
 */
export function parseStrictJson(text: string): JsonValue | undefined {
  try {
    const value = parseJson(text);
    return isStrict(text) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** Walks the tokens of a text that is known to be JSON. */
function isStrict(text: string): boolean {
  const objects: Set<string>[] = [];
  let last = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{") {
      objects.push(new Set());
    } else if (token === "}") {
      objects.pop();
    } else if (token === ":") {
      const names = objects.at(-1);
      const name = String(JSON.parse(last));
      if (names?.has(name)) {
        return false;
      }
      names?.add(name);
    } else if (/^[-\d]/.test(token) && !Number.isFinite(Number(token))) {
      return false;
    }
    last = token;
  }
  return true;
}
