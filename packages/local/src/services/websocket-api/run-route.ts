import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import { inTime, type InvokeForApi } from "../api-gateway/invoke-for-api.ts";
import type { InvocationResult } from "../service.ts";
import type { WebSocketApiPlan, WebSocketRoutePlan } from "./websocket-apis.ts";
import type { WebSocketEvent } from "./websocket-event.ts";

/** What a route came to, for its client, the access log and the metrics. */
export type Outcome = {
  statusCode: number;
  /** Of API Gateway's own, for the client; absent where the function answered. */
  message?: string;
  /** What went wrong: the client, what the function answered, or its invocation. */
  error?: "client" | "integration" | "execution";
  /** The function's answer. */
  answer?: FunctionAnswer;
  /** How long the function took. */
  integrationMilliseconds?: number;
};

type FunctionAnswer = { headers: Readonly<Record<string, string>>; body?: string | undefined };

const proxyAnswer = z.looseObject({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.coerce.string()).nullish(),
  body: z.string().nullish(),
});

type Call = {
  api: WebSocketApiPlan;
  route: WebSocketRoutePlan;
  event: WebSocketEvent;
  invoke: InvokeForApi;
};

/**
 * Returns what a route's function answers, or what API Gateway answers for it. The messages are AWS's, as in
 * https://github.com/aws/chalice/issues/1406.
 */
export async function runRoute(call: Call): Promise<Outcome> {
  const began = performance.now();
  const outcome = await outcomeOf(call);
  return { ...outcome, integrationMilliseconds: performance.now() - began };
}

async function outcomeOf({ api, route, event, invoke }: Call): Promise<Outcome> {
  const sourceArn = `${api.executionArn}/${api.stage}/${route.routeKey}`;
  try {
    const invocation = invoke(route.functionArn, JSON.stringify(event), sourceArn);
    const result = await inTime(invocation, route.timeoutMilliseconds);
    return result
      ? answered(result)
      : { statusCode: 504, message: "Endpoint request timed out", error: "execution" };
  } catch (error) {
    if (!(error instanceof ServiceError)) {
      throw error;
    }
    // Not permitted, or throttled.
    return { ...internalServerError, statusCode: 500, error: "execution" };
  }
}

const internalServerError = { message: "Internal server error" };

/** As of any Lambda proxy integration, an answer needs a status code. */
function answered({ payload, functionError }: InvocationResult): Outcome {
  const parsed = functionError ? undefined : proxyAnswer.safeParse(JSON.parse(payload));
  if (!parsed?.success) {
    return { ...internalServerError, statusCode: 502, error: "integration" };
  }
  const { statusCode, headers, body } = parsed.data;
  return {
    statusCode,
    ...(statusCode >= 400 && { error: "integration" as const }),
    answer: { headers: headers ?? {}, body: body ?? undefined },
  };
}
