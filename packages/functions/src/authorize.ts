import { isPhoneRoute, rightOf } from "@ashiato/core/api/routes";
import { presentedToken, tokenOfQuery } from "@ashiato/core/bearer-token";
import { stageTokenOf } from "@ashiato/core/clients/rights";
import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerResult } from "aws-lambda";
import { type AuthorizedClient, authorizeClient } from "./authorize/authorize-client.ts";
import { type AuthorizedSession, authorizeSession } from "./authorize/authorize-session.ts";
import { isStageToken } from "./authorize/stage-tokens.ts";
import { isSessionToken } from "./aws/sessions-table.ts";
import { logger } from "./aws/telemetry.ts";

/** The functions behind the authorizer see the context, which the stage's own tokens lack. */
type Decision = APIGatewaySimpleAuthorizerResult & {
  context?: AuthorizedClient | AuthorizedSession;
};

/**
 * The API's authorizer: allows a request if its key is a client's that has the right of its route, if its
 * token is one of the two of the stage that have it, or if it comes with a session that such a key or token
 * began. API Gateway caches the decision for a token and a route,
 * except on the phone routes, whose token may be in the URL. Logs no part of the URL:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export async function handler(event: APIGatewayRequestAuthorizerEventV2): Promise<Decision> {
  const { routeKey, headers, queryStringParameters, requestContext } = event;
  const { requestId, timeEpoch } = requestContext;
  const right = rightOf(routeKey);
  const inHeader = presentedToken(headers?.["authorization"] ?? "");
  const token = inHeader ?? (isPhoneRoute(routeKey) ? tokenOfQuery(queryStringParameters ?? {}) : undefined);
  if (right === undefined || token === undefined) {
    logger.warn("token refused", { requestId, routeKey, right });
    return { isAuthorized: false };
  }
  if (isStageToken(token, stageTokenOf(right))) {
    return { isAuthorized: true };
  }
  // No phone has a session, so that its token in a URL is a mistake.
  const decide = inHeader !== undefined && isSessionToken(token) ? authorizeSession : authorizeClient;
  const decision = await decide(token, { right, now: timeEpoch });
  if (decision.refused !== undefined) {
    const { refused, client } = decision;
    logger.warn("token refused", { requestId, routeKey, right, refused, client });
    return { isAuthorized: false };
  }
  return { isAuthorized: true, context: decision.authorized };
}
