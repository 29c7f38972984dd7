import type { JsonObject, JsonValue } from "./json.ts";

/**
 * Sets a member of an object under construction. An assignment would take `__proto__` for the object's
 * prototype; Object.fromEntries would not, but takes three times as long, and templates are evaluated for
 * every item of a map.
 */
export function setMember(object: JsonObject, name: string, value: JsonValue): void {
  if (name === "__proto__") {
    Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
  } else {
    object[name] = value;
  }
}
