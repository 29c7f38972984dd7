import { DomainError } from "@ashiato/core/errors";
import {
  comparedRange,
  type ComparisonRequest,
  comparisonRequestSchema,
} from "@ashiato/core/reconcile/steps";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { RequestError } from "../errors.ts";
import { readOptionalRequest } from "../http/read-request.ts";

/**
 * Reads the body of `POST /v1/reconciliations`: nothing, or `{"from"?, "to"?, "repair"?}`. Throws
 * RequestError for anything else, and for a range that no comparison takes.
 */
export async function readComparisonRequest(event: APIGatewayProxyEventV2): Promise<ComparisonRequest> {
  const request = await readOptionalRequest(event, comparisonRequestSchema);
  try {
    const now = event.requestContext.timeEpoch;
    comparedRange(request, { now, timeZone: Resource.Settings.timeZone, days: 0, countedDays: 0 });
  } catch (error) {
    if (error instanceof DomainError) {
      throw new RequestError("InvalidBody", error.message, { cause: error });
    }
    throw error;
  }
  return request;
}
