import type { JsonValue } from "./json.ts";

/** Smaller values are written again each time: that is as fast as to look them up. */
const keptLength = 512;

/** The texts of large values. Values are never changed, so a text stays true as long as its value lives. */
const texts = new WeakMap<object, string>();

/**
 * Returns the JSON text of a value, as JSON.stringify writes it. From one state to the next most of a value
 * stays the same object: the texts of a large object's members are kept and put together again.
 */
export function jsonText(value: JsonValue): string {
  if (value === null || typeof value !== "object") {
    return JSON.stringify(value);
  }
  const kept = texts.get(value);
  if (kept !== undefined) {
    return kept;
  }
  if (Array.isArray(value)) {
    return keep(value, JSON.stringify(value));
  }
  if (!hasKeptMember(value)) {
    const text = JSON.stringify(value);
    if (text.length < keptLength) {
      return text;
    }
  }
  let text = "";
  for (const name in value) {
    const member = value[name];
    if (member === undefined) {
      continue;
    }
    text += `${text === "" ? "{" : ","}${JSON.stringify(name)}:${memberText(member)}`;
  }
  return keep(value, text === "" ? "{}" : `${text}}`);
}

function hasKeptMember(value: { [name: string]: JsonValue }): boolean {
  for (const name in value) {
    const member = value[name];
    if (member !== null && typeof member === "object" && texts.has(member)) {
      return true;
    }
  }
  return false;
}

function memberText(member: JsonValue): string {
  if (member === null || typeof member !== "object") {
    return JSON.stringify(member);
  }
  return texts.get(member) ?? keep(member, JSON.stringify(member));
}

function keep(value: object, text: string): string {
  if (text.length >= keptLength) {
    texts.set(value, text);
  }
  return text;
}
