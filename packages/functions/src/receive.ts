import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import type { Answer } from "./http/answer.ts";
import { limitUse } from "./http/limit-use.ts";
import { receiveReports } from "./receive/receive-reports.ts";

/** Serves `POST /v1/locations`. */
export async function handler(
  event: APIGatewayProxyEventV2,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<Answer> {
  return limitUse({ event, measures: ["reports"] }, () => receiveReports(event, context));
}
