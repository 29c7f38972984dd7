/** A value of an event or of a pattern, as JSON.parse returns it. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** A value that is neither an object nor an array: what patterns compare. */
export type Scalar = null | boolean | number | string;

export function isObject(value: JsonValue | undefined): value is { readonly [name: string]: JsonValue } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

export function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
