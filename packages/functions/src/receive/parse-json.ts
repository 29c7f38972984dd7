import { RequestError } from "../http/request-error.ts";

/** The value of a JSON body. Throws RequestError if it is no JSON. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new RequestError(
      "InvalidBody",
      `The body is not JSON: ${cause instanceof Error ? cause.message : ""}`,
      { cause },
    );
  }
}
