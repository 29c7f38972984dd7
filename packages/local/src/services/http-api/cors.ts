import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import type { HttpAnswer } from "./proxy-response.ts";

/** What an API's CORS configuration allows to other origins' pages. */
export type CorsPlan = {
  /** `https://example.org`, `https://*`, `http://*` or `*`. */
  allowOrigins: string[];
  allowMethods: string[];
  allowHeaders: string[];
  exposeHeaders: string[];
  allowCredentials: boolean;
  maxAgeSeconds?: number;
};

const names = z.array(z.string()).default([]);

/** As the program declares it; absent, or without a key, it allows nothing. */
export const corsConfiguration = z
  .strictObject({
    allowOrigins: names,
    allowMethods: names,
    allowHeaders: names,
    exposeHeaders: names,
    allowCredentials: z.boolean().default(false),
    maxAge: z.number().optional(),
  })
  .transform(({ maxAge, ...plan }): CorsPlan | undefined =>
    plan.allowOrigins.length === 0
      ? undefined
      : { ...plan, ...(maxAge !== undefined && { maxAgeSeconds: maxAge }) },
  )
  .optional();

/** Returns whether an origin is one of those that are allowed. */
export function allowsOrigin({ allowOrigins }: CorsPlan, origin: string): boolean {
  return allowOrigins.some(
    (allowed) =>
      allowed === "*" ||
      allowed === origin ||
      (/^https?:\/\/\*$/.test(allowed) && origin.startsWith(allowed.slice(0, -1))),
  );
}

/** A browser's question, by the method OPTIONS, whether it may send a request. */
export function isPreflight(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  return (
    method === "OPTIONS" &&
    headers.origin !== undefined &&
    headers["access-control-request-method"] !== undefined
  );
}

/**
 * Returns the answer to a preflight request that no route takes. An origin that is not allowed gets it
 * without the headers that a browser looks for.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function preflightAnswer(cors: CorsPlan, headers: IncomingHttpHeaders): HttpAnswer {
  return withCors({ statusCode: 204, headers: {}, body: Buffer.alloc(0) }, cors, headers);
}

/**
 * Returns a function's answer with the API's CORS headers; what the function itself says of CORS is ignored,
 * as on AWS. Other answers of API Gateway, such as 403, get none.
 */
export function withCors(answer: HttpAnswer, cors: CorsPlan, headers: IncomingHttpHeaders): HttpAnswer {
  const own = Object.entries(answer.headers).filter(([name]) => !name.startsWith("access-control-"));
  return { ...answer, headers: { ...Object.fromEntries(own), ...corsHeaders(cors, headers) } };
}

function corsHeaders(cors: CorsPlan, headers: IncomingHttpHeaders): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined || !allowsOrigin(cors, origin)) {
    return {};
  }
  const list = (name: string, values: readonly string[]): Record<string, string> =>
    values.length === 0 ? {} : { [name]: values.join(",") };
  return {
    "access-control-allow-origin": cors.allowOrigins.includes("*") ? "*" : origin,
    ...(cors.allowCredentials && { "access-control-allow-credentials": "true" }),
    ...list("access-control-expose-headers", cors.exposeHeaders),
    ...(headers["access-control-request-method"] !== undefined && {
      ...list("access-control-allow-methods", cors.allowMethods),
      ...list("access-control-allow-headers", cors.allowHeaders),
      ...(cors.maxAgeSeconds !== undefined && { "access-control-max-age": String(cors.maxAgeSeconds) }),
    }),
  };
}
