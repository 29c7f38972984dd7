import type { Run, RunList, StartedRun } from "@ashiato/core/api/run-schemas";
import { newestRun } from "@ashiato/core/api/newest-run";
import {
  ExecutionAlreadyExists,
  type ExecutionListItem,
  ListExecutionsCommand,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { sfn } from "./aws/sfn.ts";
import { apiUrl } from "./http/api-url.ts";
import { limitUse } from "./http/limit-use.ts";
import { positiveInteger, refuseUnknown, truth } from "./http/query.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { RequestError } from "./errors.ts";
import { describeRun, executionArn } from "./batch/describe-run.ts";
import { describeSteps } from "./runs/describe-steps.ts";
import { nextRun } from "./runs/next-run.ts";
import { requireFeed } from "./runs/require-feed.ts";
import { readRunRequest } from "./runs/read-run-request.ts";

/** A run takes minutes: polling more often shows little more. */
const retryAfter = { "retry-after": "5" };
const defaultRuns = 20;
const maxRuns = 100;
/** A run lasts hours at most, so one in progress is among the newest. */
const lookedThrough = 100;

/** Serves `POST /v1/runs`, `GET /v1/runs`, `GET /v1/runs/{run}` and its `/steps`. */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  return limitUse({ event, measures: [] }, () => serve(event));
}

async function serve(event: APIGatewayProxyEventV2): Promise<Answer> {
  const query = event.queryStringParameters ?? {};
  try {
    switch (event.routeKey) {
      case "POST /v1/runs":
        refuseUnknown(query, []);
        return await startRun(event);
      case "GET /v1/runs":
        refuseUnknown(query, ["limit"]);
        return await listRuns(event);
      case "GET /v1/runs/{run}":
        refuseUnknown(query, []);
        return await getRun(event);
      case "GET /v1/runs/{run}/steps":
        refuseUnknown(query, ["sql"]);
        return await getSteps(event);
      default:
        throw new Error(`Not a route of runs: ${event.routeKey}`);
    }
  } catch (error) {
    return refuse(error, event.requestContext.requestId);
  }
}

/**
 * Starts a run unless one is in progress. Of two simultaneous requests that both find no run, one starts a
 * run, and the other is refused like a later request. The schedule starts runs independently: if it starts
 * one at the same time, `Plan` ends the later of the two.
 */
async function startRun(event: APIGatewayProxyEventV2): Promise<Answer> {
  const request = await readRunRequest(event);
  if (request.feed !== undefined) {
    await requireFeed(request.feed);
  }
  const { requestId, timeEpoch } = event.requestContext;
  const executions = await listExecutions(lookedThrough);
  const running = executions.find(({ status }) => status === "RUNNING");
  if (running !== undefined) {
    throw inProgress(event, `Run ${running.name} is in progress`, running.name ?? "");
  }
  const run = nextRun(executions[0]?.executionArn, timeEpoch);
  // Step Functions would treat a second start with equal input as a repetition of the first: the comment
  // makes the inputs differ.
  const input = JSON.stringify({ ...request, Comment: `Requested by ${requestId}` });
  try {
    const { startDate = new Date() } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: Resource.Batch.arn, name: run, input }),
    );
    const started: StartedRun = {
      run,
      status: "RUNNING",
      startedAt: startDate.toISOString(),
      statusUrl: statusUrl(event, run),
      ...(request.date !== undefined && { date: request.date }),
    };
    return answer(202, started, { location: started.statusUrl, ...retryAfter });
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) {
      throw inProgress(event, `Run ${run} was started a moment ago`, run);
    }
    throw error;
  }
}

function inProgress(event: APIGatewayProxyEventV2, what: string, run: string): RequestError {
  return new RequestError("RunInProgress", `${what}: see ${statusUrl(event, run)}`);
}

async function listRuns(event: APIGatewayProxyEventV2): Promise<Answer> {
  const limit = positiveInteger(event.queryStringParameters ?? {}, "limit") ?? defaultRuns;
  if (limit > maxRuns) {
    throw new RequestError("InvalidParameter", `limit must be at most ${maxRuns}, got ${limit}`);
  }
  const runs = (await listExecutions(limit)).map(
    ({ name = "", status = "RUNNING", startDate, stopDate }) => ({
      run: name,
      status: status === "PENDING_REDRIVE" ? ("RUNNING" as const) : status,
      startedAt: (startDate ?? new Date(0)).toISOString(),
      ...(stopDate && { stoppedAt: stopDate.toISOString() }),
      statusUrl: statusUrl(event, name),
    }),
  );
  return answer(200, { runs } satisfies RunList);
}

async function getRun(event: APIGatewayProxyEventV2): Promise<Answer> {
  const described = await describe(event, describeRun);
  const run: Run = { ...described, statusUrl: statusUrl(event, described.run) };
  return answer(200, run, run.status === "RUNNING" ? retryAfter : {});
}

async function getSteps(event: APIGatewayProxyEventV2): Promise<Answer> {
  const withSql = truth(event.queryStringParameters ?? {}, "sql") ?? true;
  const steps = await describe(event, (arn) => describeSteps(arn, { withSql }));
  return answer(200, steps, steps.status === "RUNNING" ? retryAfter : {});
}

/** Describes the run in the path, which may be the newest one. Throws RequestError NotFound. */
async function describe<Described>(
  event: APIGatewayProxyEventV2,
  by: (arn: string) => Promise<Described | undefined>,
): Promise<Described> {
  const asked = event.pathParameters?.["run"] ?? "";
  const [newest] = asked === newestRun ? await listExecutions(1) : [];
  const arn = newest?.executionArn ?? executionArn(asked);
  const described = arn === undefined ? undefined : await by(arn);
  if (described === undefined) {
    throw new RequestError("NotFound", `There is no run ${JSON.stringify(asked)}`);
  }
  return described;
}

/** Returns the newest executions, newest first. */
async function listExecutions(maxResults: number): Promise<ExecutionListItem[]> {
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn: Resource.Batch.arn, maxResults }),
  );
  return executions;
}

function statusUrl(event: APIGatewayProxyEventV2, run: string): string {
  return `${apiUrl(event)}/v1/runs/${run}`;
}
