import { openApiDocument } from "@ashiato/core/api/openapi";
import { asyncApiDocument } from "@ashiato/core/push/asyncapi";
import { businessDate } from "@ashiato/core/business-date";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import product from "../../../../package.json" with { type: "json" };
import { apiUrl } from "../http/api-url.ts";

const dayMilliseconds = 86_400_000;
const minuteMilliseconds = 60_000;

/**
 * Returns the OpenAPI document for a request: the server is the address requested, and the examples have
 * times of the day before, so that they can be sent as they are and a run exports them.
 */
export function describeApi(event: APIGatewayProxyEventV2): Record<string, unknown> {
  const { timeZone } = Resource.Settings;
  const { timeEpoch } = event.requestContext;
  const reportedAt = timeEpoch - dayMilliseconds - (timeEpoch % minuteMilliseconds);
  return openApiDocument({
    version: product.version,
    url: apiUrl(event),
    time: new Date(reportedAt).toISOString(),
    date: businessDate(reportedAt, timeZone),
    timeZone,
  });
}

/** Returns the AsyncAPI document of the stage's WebSocket API. */
export function describeConnections(): Record<string, unknown> {
  return asyncApiDocument({ version: product.version, url: Resource.Live.url });
}
