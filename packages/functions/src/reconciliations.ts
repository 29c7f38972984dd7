import { randomUUID } from "node:crypto";
import type { StartedComparison } from "@ashiato/core/api/reconciliation-schemas";
import { newestRun } from "@ashiato/core/api/newest-run";
import { ListExecutionsCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { sfn } from "./aws/sfn.ts";
import { RequestError } from "./errors.ts";
import { apiUrl } from "./http/api-url.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { limitUse } from "./http/limit-use.ts";
import { refuseUnknown } from "./http/query.ts";
import { describeComparison } from "./reconciliations/describe-comparison.ts";
import { readComparisonRequest } from "./reconciliations/read-comparison-request.ts";

/** Counting takes the warehouse minutes. */
const retryAfter = { "retry-after": "5" };

/** Serves `POST /v1/reconciliations` and `GET /v1/reconciliations/{reconciliation}`. */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  return limitUse({ event, measures: [] }, () => serve(event));
}

async function serve(event: APIGatewayProxyEventV2): Promise<Answer> {
  try {
    refuseUnknown(event.queryStringParameters ?? {}, []);
    switch (event.routeKey) {
      case "POST /v1/reconciliations":
        return await start(event);
      case "GET /v1/reconciliations/{reconciliation}":
        return await get(event);
      default:
        throw new Error(`Not a route of reconciliations: ${event.routeKey}`);
    }
  } catch (error) {
    return refuse(error, event.requestContext.requestId);
  }
}

/** Starts a comparison. Several at a time do no harm: each only reads, and one at a time repairs. */
async function start(event: APIGatewayProxyEventV2): Promise<Answer> {
  const request = await readComparisonRequest(event);
  const name = `api-${randomUUID().slice(0, 18)}`;
  const { startDate = new Date() } = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn: Resource.Reconcile.arn,
      name,
      input: JSON.stringify(request),
    }),
  );
  const started: StartedComparison = {
    reconciliation: name,
    status: "RUNNING",
    startedAt: startDate.toISOString(),
    statusUrl: statusUrl(event, name),
  };
  return answer(202, started, { location: started.statusUrl, ...retryAfter });
}

async function get(event: APIGatewayProxyEventV2): Promise<Answer> {
  const asked = event.pathParameters?.["reconciliation"] ?? "";
  const name = asked === newestRun ? await newestName() : asked;
  const described = name === undefined ? undefined : await describeComparison(name);
  if (described === undefined) {
    throw new RequestError("NotFound", `There is no reconciliation ${JSON.stringify(asked)}`);
  }
  const { reconciliation, status } = described;
  const found = { ...described, statusUrl: statusUrl(event, reconciliation) };
  return answer(200, found, status === "RUNNING" ? retryAfter : {});
}

async function newestName(): Promise<string | undefined> {
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn: Resource.Reconcile.arn, maxResults: 1 }),
  );
  return executions[0]?.name;
}

function statusUrl(event: APIGatewayProxyEventV2, name: string): string {
  return `${apiUrl(event)}/v1/reconciliations/${name}`;
}
