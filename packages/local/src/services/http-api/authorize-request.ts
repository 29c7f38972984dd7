import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import type { InvocationResult } from "../service.ts";
import type { AuthorizerPlan } from "./authorizers.ts";

export type Decision =
  /** The route may be invoked; `context` reaches the function. */
  | { result: "authorized"; context: Record<string, unknown> | undefined }
  /** 401: an identity source is missing, so the authorizer was not asked. */
  | { result: "unauthorized" }
  /** 403 */
  | { result: "forbidden" }
  /** 500: the authorizer failed, or answered something else. */
  | { result: "broken" };

export type AuthorizerCache = Map<string, { until: number; decision: Decision }>;

type Invoke = (functionArn: string, payload: string) => Promise<InvocationResult>;

export type AuthorizationRequest = {
  authorizer: AuthorizerPlan;
  /** The event that the route's function would get. */
  event: APIGatewayProxyEventV2;
  routeArn: string;
  cache: AuthorizerCache;
  invoke: Invoke;
  now: number;
};

const simpleResponse = z.looseObject({
  isAuthorized: z.boolean(),
  context: z.record(z.string(), z.unknown()).optional(),
});

/** Decisions kept at a time: this machine has few callers. */
const maxDecisions = 10_000;

/**
 * Returns the decision on a request, by a Lambda authorizer or the cache of its decisions. Decisions are kept
 * by the values of the identity sources for the authorizer's time; a request without one of them is refused
 * at once.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export async function authorizeRequest(request: AuthorizationRequest): Promise<Decision> {
  const { authorizer, event, cache, now } = request;
  const identity = authorizer.identitySources.map((source) => sourceValue(source, event));
  if (identity.some((value) => value === undefined || value === "")) {
    return { result: "unauthorized" };
  }
  const key = JSON.stringify([authorizer.id, ...identity]);
  const kept = cache.get(key);
  if (kept && kept.until > now) {
    return kept.decision;
  }
  const decision = await ask(
    request,
    identity.filter((value) => value !== undefined),
  );
  if (authorizer.ttlSeconds > 0 && identity.length > 0 && decision.result !== "broken") {
    if (cache.size >= maxDecisions) {
      cache.clear();
    }
    cache.set(key, { until: now + authorizer.ttlSeconds * 1000, decision });
  }
  return decision;
}

async function ask(
  { authorizer, event, routeArn, invoke }: AuthorizationRequest,
  identitySource: string[],
): Promise<Decision> {
  const { body: _body, isBase64Encoded: _encoded, ...described } = event;
  const payload = { ...described, type: "REQUEST", routeArn, identitySource };
  try {
    const { payload: text, functionError } = await invoke(authorizer.functionArn, JSON.stringify(payload));
    const parsed = functionError ? undefined : simpleResponse.safeParse(JSON.parse(text));
    if (!parsed?.success) {
      return { result: "broken" };
    }
    return parsed.data.isAuthorized
      ? { result: "authorized", context: parsed.data.context }
      : { result: "forbidden" };
  } catch (error) {
    if (error instanceof ServiceError) {
      return { result: "broken" };
    }
    throw error;
  }
}

function sourceValue(
  source: string,
  { headers, queryStringParameters, routeKey }: APIGatewayProxyEventV2,
): string | undefined {
  const [place = "", kind = "", name = ""] = source.slice(1).split(".");
  if (place === "context") {
    return routeKey;
  }
  return kind === "header" ? headers[name.toLowerCase()] : queryStringParameters?.[name];
}
