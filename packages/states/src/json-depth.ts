import type { JsonValue } from "./json.ts";

/**
 * Deeper data would exhaust the stack of what walks them. It is the bound of Jackson, with which AWS parses.
 * https://github.com/FasterXML/jackson-core/blob/2.18/src/main/java/com/fasterxml/jackson/core/StreamReadConstraints.java
 */
export const maxJsonDepth = 1_000;

/** Each level takes two characters: a shorter text need not be looked at. */
const shortestDeepText = 2 * maxJsonDepth;

/** Returns whether a text that is known to be JSON nests deeper than `maxJsonDepth`. */
export function textNestsTooDeep(text: string): boolean {
  if (text.length < shortestDeepText) {
    return false;
  }
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === 0x22) {
      at = endOfString(text, at);
    } else if (character === 0x5b || character === 0x7b) {
      depth += 1;
      if (depth > maxJsonDepth) {
        return true;
      }
    } else if (character === 0x5d || character === 0x7d) {
      depth -= 1;
    }
  }
  return false;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  for (let slashes = 0; end > 0; end = text.indexOf('"', end + 1)) {
    for (slashes = 0; text.charCodeAt(end - 1 - slashes) === 0x5c; slashes += 1) {}
    if (slashes % 2 === 0) {
      break;
    }
  }
  return end;
}

/** Returns whether a value, of which `text` is the JSON, nests deeper than `maxJsonDepth`. */
export function nestsTooDeep(value: JsonValue, text: string): boolean {
  return text.length >= shortestDeepText && depthOf(value) > maxJsonDepth;
}

/** The depths of large arrays and objects: from one state to the next most of them stay the same. */
const depths = new WeakMap<object, number>();

/** What has fewer members is looked at again: to look its depth up would take as long. */
const largeCount = 16;

function depthOf(value: JsonValue): number {
  if (value === null || typeof value !== "object") {
    return 0;
  }
  const members = Array.isArray(value) ? value : Object.values(value);
  const isLarge = members.length > largeCount;
  const kept = isLarge ? depths.get(value) : undefined;
  if (kept !== undefined) {
    return kept;
  }
  let deepest = 0;
  for (const member of members) {
    deepest = Math.max(deepest, depthOf(member));
  }
  if (isLarge) {
    depths.set(value, deepest + 1);
  }
  return deepest + 1;
}
