import { IntrinsicArgumentError, type IntrinsicFunction, limitedTextAt } from "./intrinsic-function.ts";

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html#asl-intrsc-func-data-encode-decode
 */
export const encodingFunctions: Record<string, IntrinsicFunction> = {
  "States.Base64Encode": {
    minArguments: 1,
    maxArguments: 1,
    call: (values) => Buffer.from(limitedTextAt(values, 0), "utf8").toString("base64"),
  },
  "States.Base64Decode": {
    minArguments: 1,
    maxArguments: 1,
    call: (values) => decode(limitedTextAt(values, 0)),
  },
};

function decode(text: string): string {
  if (!BASE64.test(text)) {
    throw new IntrinsicArgumentError(`Argument 1 must be a Base64 text, but was ${JSON.stringify(text)}`);
  }
  return Buffer.from(text, "base64").toString("utf8");
}
