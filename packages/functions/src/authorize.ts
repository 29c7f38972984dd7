import { isPhoneRoute, type Role, roleOf } from "@ashiato/core/api/routes";
import { isValidToken, presentedToken, tokenOfQuery } from "@ashiato/core/bearer-token";
import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerResult } from "aws-lambda";
import { Resource } from "sst";
import { logger } from "./aws/telemetry.ts";

/**
 * The API's authorizer: allows a request if its token is one of the two with the role of its route. API
 * Gateway caches the decision for a token and a route, except on the phone routes, whose token may be in the
 * URL. Logs no part of the URL:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export async function handler(
  event: APIGatewayRequestAuthorizerEventV2,
): Promise<APIGatewaySimpleAuthorizerResult> {
  const { routeKey, headers, queryStringParameters, requestContext } = event;
  const role = roleOf(routeKey);
  const token =
    presentedToken(headers?.["authorization"] ?? "") ??
    (isPhoneRoute(routeKey) ? tokenOfQuery(queryStringParameters ?? {}) : undefined);
  const isAuthorized = role !== undefined && token !== undefined && isValidToken(token, validTokens(role));
  if (!isAuthorized) {
    logger.warn("token refused", { requestId: requestContext.requestId, routeKey, role });
  }
  return { isAuthorized };
}

function validTokens(role: Role): string[] {
  switch (role) {
    case "ingest":
      return [Resource.IngestToken.value, Resource.IngestTokenNext.value];
    case "download":
      return [Resource.DownloadToken.value, Resource.DownloadTokenNext.value];
  }
}
