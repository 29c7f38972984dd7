import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** Returns the URL at which the client called the API, without a trailing slash. */
export function apiUrl({
  headers,
  requestContext,
}: Pick<APIGatewayProxyEventV2, "headers" | "requestContext">): string {
  return `${headers["x-forwarded-proto"] ?? "http"}://${requestContext.domainName}`;
}
