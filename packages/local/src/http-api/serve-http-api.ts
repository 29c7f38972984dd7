import type { IncomingMessage } from "node:http";
import { ServiceError } from "@ashiato/aws-json/service-error";
import { listen, type Listener } from "../http/listen.ts";
import { BodyTooLargeError, readBody } from "../http/read-body.ts";
import type { InvocationResult } from "../lambda/invocation.ts";
import type { HttpApiPlan } from "../plan/http-apis.ts";
import { type AuthorizerCache, authorizeRequest } from "./authorize-request.ts";
import { matchRoute } from "./match-route.ts";
import { proxyEvent } from "./proxy-event.ts";
import { type HttpAnswer, internalServerError, message, proxyResponse } from "./proxy-response.ts";

/** Payload of an HTTP API: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const maximumBodyBytes = 10 * 1024 * 1024;
/** An integration that takes longer is answered for. */
const integrationTimeoutMs = 30_000;

export type HttpApiOptions = {
  /** The API as planned; absent until the program is evaluated. */
  api: () => HttpApiPlan | undefined;
  accountId: string;
  region: string;
  port: number;
  now: () => number;
  invoke: (functionArn: string, payload: string) => Promise<InvocationResult>;
  onFault: (fault: unknown) => void;
};

/** Serves an HTTP API with Lambda proxy integrations, payload format 2.0. */
export async function serveHttpApi(options: HttpApiOptions): Promise<Listener> {
  const decisions: AuthorizerCache = new Map();
  return listen(
    async (request, response) => {
      const answer = await answerFor(options, request, decisions);
      response.writeHead(answer.statusCode, { ...answer.headers, "content-length": answer.body.length });
      response.end(answer.body);
    },
    { port: options.port, onFault: options.onFault },
  );
}

async function answerFor(
  options: HttpApiOptions,
  request: IncomingMessage,
  decisions: AuthorizerCache,
): Promise<HttpAnswer> {
  const api = options.api();
  if (!api) return message(503, "Service Unavailable");
  const { pathname } = new URL(`http://api${request.url ?? "/"}`);
  const match = matchRoute(api.routes, request.method ?? "GET", pathname);
  if (!match) return message(404, "Not Found");
  const { accountId, region, invoke } = options;
  try {
    const body = await readBody(request, maximumBodyBytes);
    const event = proxyEvent({ request, body, match, apiId: api.id, accountId, now: options.now() });
    const { authorizer } = match.route;
    if (authorizer) {
      const routeArn = `arn:aws:execute-api:${region}:${accountId}:${api.id}/$default/${request.method}${pathname}`;
      const now = options.now();
      const decision = await authorizeRequest({ authorizer, event, routeArn, cache: decisions, invoke, now });
      if (decision.result !== "authorized") return refusal(decision.result);
      if (decision.context) Object.assign(event.requestContext, { authorizer: { lambda: decision.context } });
    }
    const result = await inTime(invoke(match.route.functionArn, JSON.stringify(event)));
    if (result === "late") return message(503, "Service Unavailable");
    return result.functionError ? internalServerError() : proxyResponse(result.payload);
  } catch (error) {
    if (error instanceof BodyTooLargeError) return message(413, "Request Too Long");
    if (!(error instanceof ServiceError)) throw error;
    if (error.name === "RequestTooLargeException") return message(413, "Request Too Long");
    return message(error.name === "TooManyRequestsException" ? 503 : 500, "Service Unavailable");
  }
}

function refusal(result: "unauthorized" | "forbidden" | "broken"): HttpAnswer {
  switch (result) {
    case "unauthorized":
      return message(401, "Unauthorized");
    case "forbidden":
      return message(403, "Forbidden");
    case "broken":
      return internalServerError();
  }
}

async function inTime(result: Promise<InvocationResult>): Promise<InvocationResult | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(resolve, integrationTimeoutMs, "late");
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
