import { castTo, constantText, type AstNode } from "../../ast/query-ast.ts";
import { typeOf } from "../../ast/node-type.ts";
import { coerce } from "../coerce.ts";

/** Returns a date or a literal as a timestamp: a literal has every form that a cast has; a TIME stays one. */
export function asTimestamp(value: AstNode, now: number): AstNode {
  if (typeOf(value)?.kind === "time") {
    return value;
  }
  const isLiteral = constantText(value) !== undefined;
  return isLiteral ? coerce(value, { kind: "timestamp" }, now) : castTo(value, "TIMESTAMP");
}
