/** A JSON value, as state inputs and outputs are. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

export type JsonObject = { [name: string]: JsonValue };

/**
 * A whole number that a double cannot hold: V8's raw JSON, whose digits JSON.stringify writes as they came.
 * https://github.com/tc39/proposal-json-parse-with-source
 */
export type ExactInteger = { readonly rawJSON: string };

/** TypeScript's library does not declare it yet. */
const { isRawJSON }: { isRawJSON: (value: unknown) => boolean } = Object(JSON);

export function isExactInteger(value: unknown): value is ExactInteger {
  // To look for the member takes a tenth of the time that the call does.
  return value !== null && typeof value === "object" && "rawJSON" in value && isRawJSON(value);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !isExactInteger(value);
}
