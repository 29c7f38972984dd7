import type { StageIdentity } from "@ashiato/core/api/schemas";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type Answer, answer } from "./http/answer.ts";

/**
 * Serves `GET /v1/stage`: identifies the stage by the id of its API, whatever its name. A stage that was
 * removed and created again has a different id, and none of the reports sent before.
 */
export async function handler({ requestContext }: APIGatewayProxyEventV2): Promise<Answer> {
  return answer(200, { id: requestContext.apiId } satisfies StageIdentity);
}
