import type { JsonValue } from "../json.ts";
import { IntrinsicArgumentError, type IntrinsicFunction, textAt } from "./intrinsic-function.ts";

/** An escaped character, which stands for itself, or a place to fill. */
const TOKEN = /\\([\\'{}])|\{\}/g;

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html#asl-intrsc-func-generic */
export const formatFunctions: Record<string, IntrinsicFunction> = {
  "States.Format": { minArguments: 1, maxArguments: Infinity, call: format },
};

/** Fills each `{}` of the template with the next value: a string as it is, anything else as JSON text. */
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
    return typeof filler === "string" ? filler : JSON.stringify(filler);
  });
  if (places !== fillers.length) {
    throw new IntrinsicArgumentError(
      `The template has ${places} occurrences of {}, but ${fillers.length} values follow it`,
    );
  }
  return text;
}
