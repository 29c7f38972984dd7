import { businessDate } from "@ashiato/core/business-date";
import { shownValue } from "@ashiato/core/shown-value";
import { isCalendarDate } from "@ashiato/core/timestamps";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import * as z from "zod";
import { RequestError } from "../errors.ts";
import { parseJson, readBody } from "../http/read-body.ts";

const requestSchema = z.strictObject({
  date: z
    .string("must be a string")
    .refine(isCalendarDate, {
      error: ({ input }) => `must be a date yyyy-MM-dd, got ${shownValue(input)}`,
    })
    .optional(),
  drain: z.boolean("must be true or false").optional(),
  feed: z.strictObject({ client: z.string(), feed: z.string() }, 'must be {"client", "feed"}').optional(),
});

/**
 * Reads the body of `POST /v1/runs`: nothing, or `{"date"?, "drain"?, "feed"?}`. Throws RequestError for
 * anything else, and for a date in the future.
 */
export async function readRunRequest(event: APIGatewayProxyEventV2): Promise<z.infer<typeof requestSchema>> {
  if (event.body === undefined || event.body === "") {
    return {};
  }
  const parsed = requestSchema.safeParse(parseJson(await readBody(event)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new RequestError(
      "InvalidBody",
      `The body must be {"date"?, "drain"?, "feed"?}: ${issue?.path.join(".")} ${issue?.message}`,
    );
  }
  const today = businessDate(event.requestContext.timeEpoch, Resource.Settings.timeZone);
  if (parsed.data.date !== undefined && parsed.data.date > today) {
    throw new RequestError("InvalidBody", `date must not be after today, ${today}, got ${parsed.data.date}`);
  }
  return parsed.data;
}
