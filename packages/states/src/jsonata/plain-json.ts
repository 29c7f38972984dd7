import { isExactInteger, type JsonObject, type JsonValue } from "../json.ts";
import { setMember } from "../set-member.ts";

/** JSONata's answer held something that JSON cannot: a function or a regular expression. */
export class NotJsonError extends Error {
  readonly kind: string;
  constructor(kind: string) {
    super(`The value holds a ${kind}`);
    this.kind = kind;
  }
}

/**
 * Returns a deep copy that is JSON and nothing more. JSONata marks its sequences with own properties and can return
 * functions; members that are undefined are left out, as JSON does. A number that is not finite is its name, as AWS
 * writes it (https://github.com/floci-io/floci/issues/2737). Throws NotJsonError.
 */
export function toPlainJson(value: unknown): JsonValue {
  if (typeof value === "string" || typeof value === "boolean" || value === null) {
    return value;
  }
  if (typeof value === "number") {
    // JSON has no negative zero.
    return Number.isFinite(value) ? value + 0 : String(value);
  }
  if (typeof value === "object") {
    return isExactInteger(value) ? value : objectToPlainJson(value);
  }
  throw new NotJsonError(typeof value);
}

function objectToPlainJson(value: object): JsonValue {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => (item === undefined ? null : toPlainJson(item)));
  }
  if ("_jsonata_lambda" in value || "_jsonata_function" in value) {
    throw new NotJsonError("function");
  }
  const copy: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) {
      setMember(copy, name, toPlainJson(member));
    }
  }
  return copy;
}
