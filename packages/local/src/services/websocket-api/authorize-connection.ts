import type { IncomingMessage } from "node:http";
import { ServiceError } from "@ashiato/aws-json/service-error";
import { compilePolicy } from "@ashiato/iam/compiled-policy";
import { evaluate } from "@ashiato/iam/evaluate";
import { PolicyError } from "@ashiato/iam/policy-error";
import { z } from "zod";
import { inTime, type InvokeForApi } from "../api-gateway/invoke-for-api.ts";
import type { IdentitySource, RequestAuthorizerPlan } from "./request-authorizers.ts";
import type { WebSocketApiPlan } from "./websocket-apis.ts";
import type { WebSocketEvent } from "./websocket-event.ts";

type ConnectionDecision =
  /** With what the authorizer said, for every event of the connection. */
  | { result: "authorized"; authorizer: Record<string, string | number> }
  /** 401: a value is missing, so the authorizer was not asked, or it threw `Unauthorized`. */
  | { result: "unauthorized" }
  /** 403 */
  | { result: "forbidden" }
  /** 500: the authorizer failed, or answered something else. */
  | { result: "broken"; why: string };

type Question = {
  api: WebSocketApiPlan;
  authorizer: RequestAuthorizerPlan;
  request: IncomingMessage;
  /** The event that the route's function would get. */
  event: WebSocketEvent;
  invoke: InvokeForApi;
};

/** As for HTTP APIs. */
const authorizerTimeoutMilliseconds = 10_000;

/** What an authorizer answers: a policy, and plain values for the events. */
const policyAnswer = z.looseObject({
  principalId: z.string(),
  policyDocument: z.unknown(),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
});

const failure = z.looseObject({ errorMessage: z.string() });

/**
 * Returns the decision of a `$connect` route's Lambda authorizer on a handshake: whether the policy that it
 * answers with allows `execute-api:Invoke` on the route.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
export async function authorizeConnection(question: Question): Promise<ConnectionDecision> {
  const { api, authorizer, request, event, invoke } = question;
  if (authorizer.identitySources.some((source) => !sourceValue(source, request))) {
    return { result: "unauthorized" };
  }
  const methodArn = `${api.executionArn}/${api.stage}/$connect`;
  const began = performance.now();
  const payload = JSON.stringify({ type: "REQUEST", methodArn, ...event });
  const sourceArn = `${api.executionArn}/authorizers/${authorizer.id}`;
  try {
    const result = await inTime(
      invoke(authorizer.functionArn, payload, sourceArn),
      authorizerTimeoutMilliseconds,
    );
    if (!result) {
      return { result: "broken", why: "The authorizer timed out" };
    }
    const answer: unknown = JSON.parse(result.payload);
    if (result.functionError) {
      const thrown = failure.safeParse(answer).data?.errorMessage;
      return thrown === "Unauthorized"
        ? { result: "unauthorized" }
        : { result: "broken", why: `The authorizer failed: ${thrown}` };
    }
    const integrationLatency = Math.round(performance.now() - began);
    return decision(answer, { methodArn, integrationLatency });
  } catch (error) {
    if (error instanceof ServiceError) {
      return { result: "broken", why: error.message };
    }
    throw error;
  }
}

function decision(
  answer: unknown,
  { methodArn, integrationLatency }: { methodArn: string; integrationLatency: number },
): ConnectionDecision {
  const parsed = policyAnswer.safeParse(answer);
  if (!parsed.success) {
    return { result: "broken", why: "The authorizer answered with no principalId and policyDocument" };
  }
  const { principalId, policyDocument, context } = parsed.data;
  try {
    const identity = compilePolicy("authorizer", policyDocument, "identity");
    const asked = {
      principal: { kind: "service", service: "apigateway.amazonaws.com" },
      action: "execute-api:Invoke",
      resource: methodArn,
      context: {},
    } as const;
    if (!evaluate(asked, { identity, resource: [], resourceRule: "may" }).allowed) {
      return { result: "forbidden" };
    }
  } catch (error) {
    if (error instanceof PolicyError) {
      return { result: "broken", why: error.message };
    }
    throw error;
  }
  const told = Object.entries(context ?? {}).map(([name, value]) => [name, String(value)] as const);
  return {
    result: "authorized",
    authorizer: { ...Object.fromEntries(told), principalId, integrationLatency },
  };
}

function sourceValue({ place, name }: IdentitySource, { headers, url = "/" }: IncomingMessage): unknown {
  return place === "header" ? headers[name] : new URL(`http://api${url}`).searchParams.get(name);
}
