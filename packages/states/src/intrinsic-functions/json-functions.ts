import { parseJson } from "../exact-integer.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { IntrinsicArgumentError, type IntrinsicFunction, textAt, wrongType } from "./intrinsic-function.ts";

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html#asl-intrsc-func-json-manipulate
 */
export const jsonFunctions: Record<string, IntrinsicFunction> = {
  "States.JsonMerge": { minArguments: 3, maxArguments: 3, call: merge },
  "States.StringToJson": { minArguments: 1, maxArguments: 1, call: (values) => parse(textAt(values, 0)) },
  "States.JsonToString": { minArguments: 1, maxArguments: 1, call: ([value]) => JSON.stringify(value) },
};

/** The second object's members win. Only the shallow mode, `false`, exists. */
function merge(values: readonly JsonValue[]): JsonValue {
  if (values[2] !== false) {
    throw new IntrinsicArgumentError(
      `Argument 3 must be false: deep merging is not supported, but was ${JSON.stringify(values[2])}`,
    );
  }
  return Object.fromEntries([...Object.entries(objectAt(values, 0)), ...Object.entries(objectAt(values, 1))]);
}

function objectAt(values: readonly JsonValue[], position: number): JsonObject {
  const value = values[position];
  if (!isJsonObject(value)) {
    throw wrongType(value, position, "an object");
  }
  return value;
}

/** A blank text is null. */
function parse(text: string): JsonValue {
  if (text.trim() === "") {
    return null;
  }
  try {
    return parseJson(text);
  } catch (error) {
    throw new IntrinsicArgumentError(`Argument 1 must be a JSON text, but was ${JSON.stringify(text)}`, {
      cause: error,
    });
  }
}
