import { arrayFunctions } from "./array-functions.ts";
import { encodingFunctions } from "./encoding-functions.ts";
import { formatFunctions } from "./format-functions.ts";
import { hashFunctions } from "./hash-functions.ts";
import type { IntrinsicFunction } from "./intrinsic-function.ts";
import { jsonFunctions } from "./json-functions.ts";
import { mathFunctions } from "./math-functions.ts";
import { stringFunctions } from "./string-functions.ts";
import { uuidFunctions } from "./uuid-functions.ts";

/** All 18 intrinsic functions by name. */
export const intrinsicFunctions: ReadonlyMap<string, IntrinsicFunction> = new Map(
  Object.entries({
    ...arrayFunctions,
    ...encodingFunctions,
    ...formatFunctions,
    ...hashFunctions,
    ...jsonFunctions,
    ...mathFunctions,
    ...stringFunctions,
    ...uuidFunctions,
  }),
);
