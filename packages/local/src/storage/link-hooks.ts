import type { FauxqsApp } from "./fauxqs-parts.ts";
import { type Refusal, refusalXml } from "./refusal.ts";
import { isSignedLink, type LinkRules, refuseLink } from "./signed-link.ts";

/** Headers of the answer that a GET may set by its query: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
const overrides = {
  "response-cache-control": "cache-control",
  "response-content-disposition": "content-disposition",
  "response-content-encoding": "content-encoding",
  "response-content-language": "content-language",
  "response-content-type": "content-type",
  "response-expires": "expires",
} as const;

/**
 * Makes the local S3 hold signed links to their signature and their time, and honour the headers that they ask for. Requests without a signature in the
 * query stay as they are: who signs by the Authorization header, or not at all, is let in.
 */
export function addLinkHooks(app: FauxqsApp, rules: () => LinkRules): void {
  app.addHook("onRequest", async (request, reply) => {
    const { method, url, headers } = request;
    const refusal = isSignedLink(url)
      ? refuseLink({ method, url, headers }, rules())
      : refuseAnonymousOverride(url, headers["authorization"]);
    if (refusal) {
      await reply.status(refusal.statusCode).type("application/xml").send(refusalXml(refusal));
    }
  });
  app.addHook("onSend", async (request, reply) => {
    if (request.method !== "GET" || (reply.statusCode !== 200 && reply.statusCode !== 206)) return;
    const query = new URL(`http://s3${request.url}`).searchParams;
    for (const [parameter, header] of Object.entries(overrides)) {
      const value = query.get(parameter);
      if (value !== null) reply.header(header, value);
    }
  });
}

function refuseAnonymousOverride(url: string, authorization: string | undefined): Refusal | undefined {
  const query = new URL(`http://s3${url}`).searchParams;
  const overriding = Object.keys(overrides).some((name) => query.has(name));
  return overriding && authorization === undefined
    ? {
        statusCode: 400,
        code: "InvalidRequest",
        message: "Request specific response headers cannot be used for anonymous GET requests.",
      }
    : undefined;
}
