import { businessDate } from "@ashiato/core/business-date";
import { isCalendarDate } from "@ashiato/core/timestamps";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import * as z from "zod";
import { RequestError } from "../errors.ts";
import { readOptionalRequest } from "../http/read-request.ts";

const requestSchema = z.strictObject({
  date: z.string("must be a string").refine(isCalendarDate, "must be a date yyyy-MM-dd").optional(),
  drain: z.boolean("must be true or false").optional(),
  feed: z.strictObject({ client: z.string(), feed: z.string() }).optional(),
});

/**
 * Reads the body of `POST /v1/runs`: nothing, or `{"date"?, "drain"?, "feed"?}`. Throws RequestError for
 * anything else, and for a date in the future.
 */
export async function readRunRequest(event: APIGatewayProxyEventV2): Promise<z.infer<typeof requestSchema>> {
  const request = await readOptionalRequest(event, requestSchema);
  const today = businessDate(event.requestContext.timeEpoch, Resource.Settings.timeZone);
  if (request.date !== undefined && request.date > today) {
    throw new RequestError("InvalidBody", `date must not be after today, ${today}, got ${request.date}`);
  }
  return request;
}
