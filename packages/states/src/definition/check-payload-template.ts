import { parseIntrinsicCall } from "../intrinsic-functions/parse-intrinsic-call.ts";
import { isJsonObject, type JsonValue } from "../json.ts";
import { parsePath } from "../jsonpath/parse-path.ts";
import { isReferencePath, PathSyntaxError } from "../jsonpath/path-syntax.ts";
import type { DiagnosticList } from "./diagnostic.ts";

const dynamicValue = /^(?:\$\$?[.[]|States\.[A-Za-z0-9]+\()/;

/**
 * Checks that each member whose name ends in `.$` holds a path or an intrinsic function, and that no member
 * is there both with and without `.$`. AWS reports faults at the field that holds the template:
 * `/States/X/Parameters`.
 */
export function checkPayloadTemplate(value: JsonValue, location: string, diagnostics: DiagnosticList): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      checkPayloadTemplate(item, location, diagnostics);
    }
    return;
  }
  if (!isJsonObject(value)) {
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    if (name.endsWith(".$")) {
      checkDynamicField(name, member, { location, diagnostics });
      if (Object.hasOwn(value, name.slice(0, -2))) {
        diagnostics.schema(
          `The field '${name.slice(0, -2)}' is given twice, with and without '.$'`,
          location,
        );
      }
    } else if (typeof member === "string" && dynamicValue.test(member)) {
      diagnostics.warning(
        "NO_DOLLAR",
        `The field '${name}' holds what looks like a path, but does not end in '.$'`,
        location,
      );
    } else {
      checkPayloadTemplate(member, location, diagnostics);
    }
  }
}

function checkDynamicField(
  name: string,
  value: JsonValue,
  { location, diagnostics }: { location: string; diagnostics: DiagnosticList },
): void {
  if (typeof value !== "string" || !(isPathText(value) || isIntrinsicCall(value))) {
    diagnostics.schema(
      `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`,
      location,
    );
  }
}

export function isPathText(text: string): boolean {
  return parses(() => parsePath(text));
}

/** Returns whether a text is a path that names one place in the input, the context object or a variable. */
export function isReferencePathText(text: string): boolean {
  return isPathText(text) && isReferencePath(parsePath(text));
}

/** Returns whether a text is a reference path into the input: one where a result can be put. */
export function isResultPath(text: string): boolean {
  return isReferencePathText(text) && parsePath(text).root.kind === "input";
}

export function isIntrinsicCall(text: string): boolean {
  return parses(() => parseIntrinsicCall(text));
}

function parses(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (error) {
    if (error instanceof PathSyntaxError) {
      return false;
    }
    throw error;
  }
}
