import { isExactInteger, type JsonValue } from "../json.ts";
import { IntrinsicArgumentError, type IntrinsicFunction, textAt } from "./intrinsic-function.ts";

/** An escaped character, which means itself, or a place to fill. */
const TOKEN = /\\([\\'{}])|\{\}/g;

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html#asl-intrsc-func-generic */
export const formatFunctions: Record<string, IntrinsicFunction> = {
  "States.Format": { minArguments: 1, maxArguments: Infinity, call: format },
};

/** Fills each `{}` of the template with the next value, written as Java writes it. */
function format(values: readonly JsonValue[]): string {
  const template = textAt(values, 0);
  const fillers = values.slice(1);
  let places = 0;
  const text = template.replaceAll(TOKEN, (_, escaped: string | undefined) => {
    if (escaped !== undefined) {
      return escaped;
    }
    const filler = fillers[places];
    places += 1;
    return filler === undefined ? "" : javaText(filler);
  });
  if (places !== fillers.length) {
    throw new IntrinsicArgumentError(
      `The template has ${places} occurrences of {}, but ${fillers.length} values follow it`,
    );
  }
  return text;
}

/** Returns a value as Java's `toString` writes it: `{a=1, b=[x, null]}` (recorded on AWS). */
function javaText(value: JsonValue): string {
  if (typeof value === "number") {
    return javaNumber(value);
  }
  if (value === null || typeof value !== "object") {
    return String(value);
  }
  if (isExactInteger(value)) {
    return value.rawJSON;
  }
  if (Array.isArray(value)) {
    return `[${value.map(javaText).join(", ")}]`;
  }
  const members = Object.entries(value).map(([name, member]) => `${name}=${javaText(member)}`);
  return `{${members.join(", ")}}`;
}

/** https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/Double.html#toString(double) */
function javaNumber(value: number): string {
  const size = Math.abs(value);
  if ((Number.isInteger(value) && size < 1e21) || (size >= 1e-3 && size < 1e7)) {
    return String(value);
  }
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
}
