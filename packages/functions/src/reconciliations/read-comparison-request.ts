import { DomainError } from "@ashiato/core/errors";
import {
  comparedRange,
  type ComparisonRequest,
  comparisonRequestSchema,
} from "@ashiato/core/reconcile/steps";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { RequestError } from "../errors.ts";
import { parseJson, readBody } from "../http/read-body.ts";

/**
 * Reads the body of `POST /v1/reconciliations`: nothing, or `{"from"?, "to"?, "repair"?}`. Throws
 * RequestError for anything else, and for a range that no comparison takes.
 */
export async function readComparisonRequest(event: APIGatewayProxyEventV2): Promise<ComparisonRequest> {
  if (event.body === undefined || event.body === "") {
    return {};
  }
  const parsed = comparisonRequestSchema.safeParse(parseJson(await readBody(event)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new RequestError(
      "InvalidBody",
      `The body must be {"from"?, "to"?, "repair"?}: ${issue?.path.join(".")} ${issue?.message}`,
    );
  }
  try {
    const now = event.requestContext.timeEpoch;
    comparedRange(parsed.data, { now, timeZone: Resource.Settings.timeZone, days: 0, countedDays: 0 });
  } catch (error) {
    if (error instanceof DomainError) {
      throw new RequestError("InvalidBody", error.message, { cause: error });
    }
    throw error;
  }
  return parsed.data;
}
