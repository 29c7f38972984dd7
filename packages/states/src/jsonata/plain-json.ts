import { isExactInteger, type JsonObject, type JsonValue } from "../json.ts";
import { setMember } from "../set-member.ts";
import { memoryLimitError } from "./jsonata-error.ts";

/** JSONata's answer held something that JSON cannot: a function or a regular expression. */
export class NotJsonError extends Error {
  readonly kind: string;
  constructor(kind: string) {
    super(`The value holds a ${kind}`);
    this.kind = kind;
  }
}

/** What a copy may still take. */
type Room = { bytes: number };

/**
 * Returns a deep copy that is JSON and nothing more. JSONata marks its sequences with own properties and can
 * return functions; members that are undefined are left out, as JSON does. A number that is not finite is its
 * name, as AWS writes it (https://github.com/floci-io/floci/issues/2737). Throws NotJsonError, and
 * EvaluationLimitError for a value of more than this many bytes: lists that share their members may represent
 * far more than they take.
 */
export function toPlainJson(value: unknown, maxBytes: number): JsonValue {
  return copyOf(value, { bytes: maxBytes });
}

function copyOf(value: unknown, room: Room): JsonValue {
  room.bytes -= typeof value === "string" ? value.length : 8;
  if (room.bytes < 0) {
    throw memoryLimitError();
  }
  if (typeof value === "string" || typeof value === "boolean" || value === null) {
    return value;
  }
  if (typeof value === "number") {
    // JSON has no negative zero.
    return Number.isFinite(value) ? value + 0 : String(value);
  }
  if (typeof value === "object") {
    return isExactInteger(value) ? value : copyOfObject(value, room);
  }
  throw new NotJsonError(typeof value);
}

function copyOfObject(value: object, room: Room): JsonValue {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => (item === undefined ? null : copyOf(item, room)));
  }
  if ("_jsonata_lambda" in value || "_jsonata_function" in value) {
    throw new NotJsonError("function");
  }
  const copy: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) {
      room.bytes -= name.length;
      setMember(copy, name, copyOf(member, room));
    }
  }
  return copy;
}
