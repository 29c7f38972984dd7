import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { limitUse } from "./http/limit-use.ts";
import { refuseUnknown } from "./http/query.ts";
import { readStatus } from "./status/read-status.ts";

/** What is true now is not to be kept. */
const notStored = { "cache-control": "no-store" };

/** Serves `GET /v1/status`. */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  return limitUse({ event, measures: [] }, async () => {
    try {
      refuseUnknown(event.queryStringParameters ?? {}, []);
      return answer(200, await readStatus(event.requestContext.timeEpoch), notStored);
    } catch (error) {
      return refuse(error, event.requestContext.requestId);
    }
  });
}
