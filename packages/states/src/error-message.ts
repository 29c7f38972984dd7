import { inspect } from "node:util";

/** Returns what a thrown value says: libraries throw errors without a message, and values that are no errors. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) {
    return thrown.message === "" ? thrown.name : thrown.message;
  }
  return typeof thrown === "string" ? thrown : inspect(thrown);
}
