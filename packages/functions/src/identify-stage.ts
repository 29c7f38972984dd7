import type { StageIdentity } from "@ashiato/core/api/schemas";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type Answer, answer } from "./http/answer.ts";

/**
 * `GET /v1/stage`: which stage answers, whatever it is called. A stage that was removed and made again is another one, and has nothing of what was sent to the
 * first: its API has another id.
 */
export async function handler({ requestContext }: APIGatewayProxyEventV2): Promise<Answer> {
  return answer(200, { id: requestContext.apiId } satisfies StageIdentity);
}
