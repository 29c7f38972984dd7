import { openApiDocument } from "@ashiato/core/api/openapi";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { findAsset, page } from "./documentation/assets.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { RequestError } from "./errors.ts";

const cached = { "cache-control": "public, max-age=3600" };

/** The page loads nothing from another host, and sends nothing to one. */
const pageHeaders = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'",
  "x-content-type-options": "nosniff",
  ...cached,
};

const document = JSON.stringify(openApiDocument());

/** Serves `GET /v1/openapi.json`, `GET /docs` and `GET /docs/{asset}`. */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  switch (event.routeKey) {
    case "GET /v1/openapi.json":
      return { ...answer(200, null, cached), body: document };
    case "GET /docs":
      return { statusCode: 200, headers: pageHeaders, body: page };
    case "GET /docs/{asset}":
      return getAsset(event);
    default:
      throw new Error(`No route of the documentation: ${event.routeKey}`);
  }
}

async function getAsset({
  pathParameters,
  headers,
  requestContext,
}: APIGatewayProxyEventV2): Promise<Answer> {
  const name = pathParameters?.["asset"] ?? "";
  const asset = await findAsset(name);
  if (asset === undefined) {
    return refuse(
      new RequestError("NotFound", `The documentation has no file ${JSON.stringify(name)}`),
      requestContext.requestId,
    );
  }
  const takesGzip = /\bgzip\b/.test(headers["accept-encoding"] ?? "");
  return {
    statusCode: 200,
    headers: {
      "content-type": asset.contentType,
      vary: "accept-encoding",
      "x-content-type-options": "nosniff",
      ...(takesGzip && { "content-encoding": "gzip" }),
      ...cached,
    },
    body: (takesGzip ? asset.gzipped : asset.bytes).toString("base64"),
    isBase64Encoded: true,
  };
}
