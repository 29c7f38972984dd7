import { queryOf } from "../../../http/signature-version-4.ts";
import type { FauxqsApp } from "../fauxqs-parts.ts";
import type { Refusal } from "../refusal.ts";

/**
 * Headers of the answer that a GET may set by its query:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
const overrides = {
  "response-cache-control": "cache-control",
  "response-content-disposition": "content-disposition",
  "response-content-encoding": "content-encoding",
  "response-content-language": "content-language",
  "response-content-type": "content-type",
  "response-expires": "expires",
} as const;

/**
 * Makes the local S3 honour the headers that a GET asks for in its query. Unsigned requests never get here.
 */
export function addLinkHooks(app: FauxqsApp): void {
  app.addHook("onSend", async (request, reply) => {
    if (request.method !== "GET" || (reply.statusCode !== 200 && reply.statusCode !== 206)) {
      return;
    }
    const query = queryOf(request.originalUrl);
    for (const [parameter, header] of Object.entries(overrides)) {
      const [value] = query.get(parameter) ?? [];
      if (value !== undefined) {
        reply.header(header, value);
      }
    }
  });
}

/** Throws URIError for a query that is not well encoded. */
export function refuseAnonymousOverride(url: string): Refusal | undefined {
  const query = queryOf(url);
  return Object.keys(overrides).some((name) => query.has(name))
    ? {
        statusCode: 400,
        code: "InvalidRequest",
        message: "Request specific response headers cannot be used for anonymous GET requests.",
      }
    : undefined;
}
