import { businessDate } from "@ashiato/core/business-date";
import {
  exceededLimit,
  type LimitedMeasure,
  limitFields,
  limits,
  type LimitUse,
} from "@ashiato/core/clients/limits";
import { stageItself } from "@ashiato/core/clients/rights";
import type { Measure } from "@ashiato/core/clients/usage";
import type { Problem } from "@ashiato/core/api/schemas";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { countUse } from "../aws/client-usage-table.ts";
import { logger, nameCaller } from "../aws/telemetry.ts";
import { type Answer, answer } from "./answer.ts";
import { limitsOf, sourceOf } from "./caller.ts";
import { countInMinute } from "./minute-use.ts";
import { type MeasuredUse, readLimits } from "./read-limits.ts";

type Event = APIGatewayProxyEventV2;

/** What a request itself used of its client's limits. */
type Share = Partial<Record<LimitedMeasure, number>>;

/** Shares by the context of their requests, known once the work is done. */
const shares = new WeakMap<object, Share>();

/** What a route uses of a client's limits, beside its requests; `nothing` is not counted as a request. */
type Measured = { event: Event; measures: readonly MeasuredUse[] | "nothing" };

/** The status by which a route refuses: phone apps delete what is answered with 4xx, and keep it on 503. */
type Refusal = { status: 429 | 503 };

/**
 * Does the work of a request under the name of its client, unless the client has used up a limit: then the
 * answer names the limit, its use and when it is free again. Every answer to a client with limits says in its
 * fields what is left of them after it. The stage's own tokens have no limits.
 */
export async function limitUse(
  { event, measures }: Measured,
  work: () => Promise<Answer>,
  { status }: Refusal = { status: 429 },
): Promise<Answer> {
  const client = sourceOf(event);
  nameCaller(client ?? stageItself);
  if (client === undefined || measures === "nothing") {
    return work();
  }
  const own = limitsOf(event);
  const now = event.requestContext.timeEpoch;
  const uses = await readLimits({ client, limits: own, measures: ["requests", ...measures] }, now);
  const exceeded = exceededLimit(uses);
  if (exceeded !== undefined) {
    return refuseUse(event, exceeded, { status, fields: limitFields(uses) });
  }
  if (own.requestsPerMinute !== undefined) {
    countInMinute({ client, measure: "requests" }, 1, now);
  }
  noteShare(event, { requests: 1 });
  const done = await work();
  return { ...done, headers: { ...done.headers, ...limitFields(afterRequest(event, uses)) } };
}

/** Returns the use of limits once a request has used its share of them. */
function afterRequest({ requestContext }: Event, uses: readonly LimitUse[]): LimitUse[] {
  const share = shares.get(requestContext) ?? {};
  return uses.map((use) => {
    const isCountedLater = use.name === "reportsPerDay";
    return { ...use, used: use.used + (isCountedLater ? 0 : (share[limits[use.name].measure] ?? 0)) };
  });
}

function noteShare({ requestContext }: Event, share: Share): void {
  shares.set(requestContext, { ...shares.get(requestContext), ...share });
}

/** Counts the accepted reports of a request against its client's limit of a minute. */
export function countReports(event: Event, count: number): void {
  const client = sourceOf(event);
  if (client !== undefined && limitsOf(event).reportsPerMinute !== undefined) {
    countInMinute({ client, measure: "reports" }, count, event.requestContext.timeEpoch);
    noteShare(event, { reports: count });
  }
}

/** Counts what a request uses of the day, for its client or for the stage itself. */
export async function countToday(event: Event, used: Partial<Record<Measure, number>>): Promise<void> {
  const today = businessDate(event.requestContext.timeEpoch, Resource.Settings.timeZone);
  await countUse(sourceOf(event) ?? stageItself, today, used);
  noteShare(event, used);
}

function refuseUse(
  { requestContext: { requestId } }: Event,
  { name, limit, used, resetSeconds }: LimitUse,
  { status, fields }: Refusal & { fields: Record<string, string> },
): Answer {
  logger.warn("limit of use reached", { requestId, name, limit, used });
  const message = `${name} is ${limit} for this client, and ${used} are used: send the request again in ${resetSeconds} seconds`;
  const problem: Problem = { result: "error", error: { code: "LimitReached", message }, requestId };
  return answer(status, problem, { ...fields, "retry-after": String(resetSeconds) });
}
