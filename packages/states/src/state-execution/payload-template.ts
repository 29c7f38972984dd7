import { callIntrinsicFunction } from "../intrinsic-functions/call-intrinsic-function.ts";
import { isExactInteger, type JsonObject, type JsonValue } from "../json.ts";
import { setMember } from "../set-member.ts";
import { StatesError } from "../states-error.ts";
import { evaluatePathOfField, type PathScope } from "../jsonpath/evaluate-path.ts";

/**
 * Evaluates a payload template (Parameters, ResultSelector, ItemSelector, Assign …): each member whose name
 * ends in `.$`, however deep, holds a path or an intrinsic function and yields the member of that name
 * without `.$`; all else is copied. Throws `States.Runtime` and `States.IntrinsicFailure`.
 * https://states-language.net/#payload-template
 */
export function evaluatePayloadTemplate(template: JsonValue, scope: PathScope): JsonValue {
  if (Array.isArray(template)) {
    return template.map((item) => evaluatePayloadTemplate(item, scope));
  }
  if (template === null || typeof template !== "object" || isExactInteger(template)) {
    return template;
  }
  const evaluated: JsonObject = {};
  for (const name of Object.keys(template)) {
    const value = template[name] ?? null;
    if (name.endsWith(".$")) {
      setMember(evaluated, name.slice(0, -2), evaluateDynamicField(name, value, scope));
    } else {
      setMember(evaluated, name, evaluatePayloadTemplate(value, scope));
    }
  }
  return evaluated;
}

function evaluateDynamicField(name: string, value: JsonValue, scope: PathScope): JsonValue {
  if (typeof value !== "string") {
    throw new StatesError(
      "States.Runtime",
      `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call, but was ${JSON.stringify(value)}`,
    );
  }
  return value.trimStart().startsWith("$")
    ? evaluatePathOfField(value, name, scope)
    : callIntrinsicFunction(value, scope);
}
