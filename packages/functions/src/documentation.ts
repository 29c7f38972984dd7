import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { findAsset } from "./documentation/assets.ts";
import { describeApi, describeConnections } from "./documentation/describe-api.ts";
import { viewerPage, viewerPolicy } from "./documentation/viewer-page.ts";
import { welcomePage, welcomePolicy } from "./documentation/welcome-page.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { RequestError } from "./errors.ts";

const cached = { "cache-control": "public, max-age=3600" };

/** Serves `GET /`, `GET /v1/openapi.json`, `GET /v1/asyncapi.json`, `GET /docs` and `GET /docs/{asset}`. */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  switch (event.routeKey) {
    case "GET /":
      return page(welcomePage, welcomePolicy);
    case "GET /v1/openapi.json":
      return answer(200, describeApi(event), cached);
    case "GET /v1/asyncapi.json":
      return answer(200, describeConnections(), cached);
    case "GET /docs":
      return page(viewerPage, await viewerPolicy());
    case "GET /docs/{asset}":
      return getAsset(event);
    default:
      throw new Error(`Not a route of the documentation: ${event.routeKey}`);
  }
}

function page(body: string, contentSecurityPolicy: string): Answer {
  return {
    statusCode: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": contentSecurityPolicy,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      ...cached,
    },
    body,
  };
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
