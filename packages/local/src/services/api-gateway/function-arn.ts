import { LocalError } from "../../local-error.ts";

/**
 * Returns the function inside
 * `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<ARN>/invocations`, or the URI itself where
 * it is the ARN.
 *
 * Throws LocalError UNSUPPORTED, with what has the URI, for one of anything else.
 */
export function functionArnOf(what: string, uri: string): string {
  const arn = /(?:^|\/functions\/)(arn:[^:]+:lambda:[^/]+)(?:\/invocations)?$/.exec(uri)?.[1];
  if (arn === undefined) {
    throw new LocalError("UNSUPPORTED", `${what}: ${uri} names no Lambda function`);
  }
  return arn;
}
