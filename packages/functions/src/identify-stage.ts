import type { StageIdentity } from "@ashiato/core/api/schemas";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type Answer, answer } from "./http/answer.ts";

/**
 * Serves `GET /v1/stage`: identifies the stage that answers, whatever its name. A stage that was removed and
 * created again is a different one and has none of the reports sent to the first: its API has a different id.
 */
export async function handler({ requestContext }: APIGatewayProxyEventV2): Promise<Answer> {
  return answer(200, { id: requestContext.apiId } satisfies StageIdentity);
}
