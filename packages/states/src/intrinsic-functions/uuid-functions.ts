import type { IntrinsicFunction } from "./intrinsic-function.ts";

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html#asl-intrsc-func-uuid-generate
 */
export const uuidFunctions: Record<string, IntrinsicFunction> = {
  "States.UUID": { minArguments: 0, maxArguments: 0, call: (_, sources) => sources.uuid() },
};
