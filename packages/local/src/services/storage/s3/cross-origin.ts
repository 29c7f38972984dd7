import { z } from "zod";
import type { DeclaredResources } from "../../declared.ts";
import type { ServedKind } from "../../service.ts";
import type { FauxqsApp } from "../fauxqs-parts.ts";
import { refusalXml } from "../refusal.ts";

const names = z.array(z.string()).default([]);

const rule = z.looseObject({
  allowedHeaders: names,
  allowedMethods: names,
  allowedOrigins: names,
  exposeHeaders: names,
  maxAgeSeconds: z.number().optional(),
});

/** The web pages that may read of a bucket, in the order in which S3 tries them. */
export type CrossOriginPlan = { bucket: string; rules: z.infer<typeof rule>[] };

const configurationType = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration";

/** The kind that says which web pages may read of a bucket. */
export const crossOriginKinds: Record<string, ServedKind> = { [configurationType]: {} };

export function readCrossOrigin(declared: DeclaredResources): CrossOriginPlan[] {
  return declared
    .ofType(configurationType, z.looseObject({ bucket: z.string(), corsRules: z.array(rule) }))
    .map(({ state: { bucket, corsRules } }) => ({ bucket, rules: corsRules }));
}

type Headers = Record<string, string | string[] | undefined>;
/** `url` in the form `/<bucket>/<key>`. */
type Asked = { method: string; url: string; headers: Headers };

/**
 * Returns the first rule that lets a request's page in; undefined if none does, and for a request of no page.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html#cors-eval-criteria
 */
export function crossOriginRule(
  { method, url, headers }: Asked,
  plans: readonly CrossOriginPlan[],
): CrossOriginPlan["rules"][number] | undefined {
  const { origin } = headers;
  if (typeof origin !== "string") {
    return undefined;
  }
  const [, bucket = ""] = /^\/([^/?]*)/.exec(url) ?? [];
  const isPreflight = method === "OPTIONS";
  const wantedMethod = isPreflight ? headers["access-control-request-method"] : method;
  const wantedHeaders = isPreflight ? listed(headers["access-control-request-headers"]) : [];
  return plans
    .filter((plan) => plan.bucket === bucket)
    .flatMap(({ rules }) => rules)
    .find(
      ({ allowedOrigins, allowedMethods, allowedHeaders }) =>
        allowedOrigins.some((pattern) => matches(pattern, origin)) &&
        allowedMethods.some((allowed) => allowed === wantedMethod) &&
        wantedHeaders.every((name) => allowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name))),
    );
}

/**
 * Answers preflights, and tells a page that a rule lets in what it may read. What no rule lets in is left to
 * the check of callers.
 */
export function addCrossOriginHooks(app: FauxqsApp, plans: () => readonly CrossOriginPlan[]): void {
  app.addHook("onRequest", async (request, reply) => {
    const { method, url, headers } = request;
    const found = crossOriginRule({ method, url, headers }, plans());
    if (found === undefined) {
      if (method === "OPTIONS" && headers.origin !== undefined) {
        await reply.status(403).type("application/xml").send(refusalXml(refusedPreflight));
      }
      return;
    }
    const isAnyOrigin = found.allowedOrigins.includes("*");
    reply.headers({
      "access-control-allow-origin": isAnyOrigin ? "*" : headers.origin,
      "access-control-allow-methods": found.allowedMethods.join(", "),
      ...(!isAnyOrigin && { "access-control-allow-credentials": "true" }),
      ...(found.exposeHeaders.length > 0 && {
        "access-control-expose-headers": found.exposeHeaders.join(", "),
      }),
      ...(found.maxAgeSeconds !== undefined && { "access-control-max-age": String(found.maxAgeSeconds) }),
      vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
    });
    if (method === "OPTIONS") {
      const asked = listed(headers["access-control-request-headers"]);
      await reply
        .headers(asked.length > 0 ? { "access-control-allow-headers": asked.join(", ") } : {})
        .status(200)
        .send("");
    }
  });
}

const refusedPreflight = {
  statusCode: 403,
  code: "AccessForbidden",
  message:
    "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
};

function listed(value: string | string[] | undefined): string[] {
  return String(value ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
}

/** A pattern may hold one `*`, which stands for any text. */
function matches(pattern: string, text: string): boolean {
  const [before = "", after] = pattern.split("*", 2);
  return after === undefined
    ? text === pattern
    : text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}
