import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { ServiceError } from "@ashiato/aws-json/service-error";
import { listen, type Listener } from "../../http/listen.ts";
import { BodyTooLargeError, readBody } from "../../http/read-body.ts";
import { type InvocationResult, maxPayloadBytes } from "../service.ts";
import type { StageEvent } from "../stage-event.ts";
import { inTime, type InvokeForApi } from "../api-gateway/invoke-for-api.ts";
import type { HttpApiPlan } from "./http-apis.ts";
import { type AccessRecord, accessLogTime } from "../api-gateway/access-log.ts";
import { allowsOrigin, isPreflight, preflightAnswer, withCors } from "./cors.ts";
import { type AuthorizerCache, authorizeRequest } from "./authorize-request.ts";
import { matchRoute } from "./match-route.ts";
import { proxyEvent, withBody } from "./proxy-event.ts";
import { RouteThrottles } from "../api-gateway/throttle.ts";
import { type HttpAnswer, internalServerError, message, proxyResponse } from "./proxy-response.ts";

/**
 * An HTTP API takes 10 MB, and Lambda no more than 6 MB of it. Both refusals are a 413, so no more than the
 * lesser is read.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const maxBodyBytes = maxPayloadBytes;
/** Of the request line and all headers, from the same page. */
const maxHeadBytes = 10_240;
/** An integration, or an authorizer, that takes longer is answered for; from the same page. */
const integrationTimeoutMilliseconds = 30_000;
const authorizerTimeoutMilliseconds = 10_000;

export type HttpApiOptions = {
  /** The API as planned; absent until the program is evaluated. */
  api: () => HttpApiPlan | undefined;
  accountId: string;
  region: string;
  port: number;
  now: () => number;
  invoke: InvokeForApi;
  onFault: (fault: unknown) => void;
  onEvent?: (event: StageEvent) => void;
  /** Called with each request that was answered, as an access log names it. */
  onAnswered?: (record: AccessRecord) => void;
};

/** Serves an HTTP API with Lambda proxy integrations, payload format 2.0. */
export async function serveHttpApi(options: HttpApiOptions): Promise<Listener> {
  const kept: Kept = { decisions: new Map(), throttles: new RouteThrottles() };
  return listen(
    async (request, response) => {
      const began = options.now();
      const seen: Seen = { requestId: randomUUID() };
      const answer = await answerFor({ ...options, seen }, request, kept);
      response.writeHead(answer.statusCode, { ...answer.headers, "content-length": answer.body.length });
      response.end(answer.body);
      const { method = "GET", url = "/" } = request;
      const milliseconds = options.now() - began;
      const apiId = options.api()?.id ?? "";
      options.onEvent?.({ kind: "request", apiId, method, url, statusCode: answer.statusCode, milliseconds });
      options.onAnswered?.({
        ...seen,
        ...requestPart(request, began),
        status: answer.statusCode,
        responseLength: answer.body.length,
        responseLatency: milliseconds,
      });
    },
    {
      port: options.port,
      onFault: options.onFault,
      refuse: refuseHead,
      allowsOrigin: (origin) => {
        const cors = options.api()?.cors;
        return cors !== undefined && allowsOrigin(cors, origin);
      },
    },
  );
}

/** What is found out about a request while it is answered. */
type Seen = {
  requestId: string;
  routeKey?: string;
  "authorizer.error"?: string;
  integrationLatency?: number;
  "integration.latency"?: number;
  "integration.status"?: number;
  "integration.integrationStatus"?: number;
};

function requestPart(request: IncomingMessage, began: number): AccessRecord {
  const { method = "GET", url = "/", httpVersion, headers, socket } = request;
  return {
    httpMethod: method,
    path: new URL(`http://api${url}`).pathname,
    protocol: `HTTP/${httpVersion}`,
    stage: "$default",
    domainName: headers.host,
    requestTime: accessLogTime(new Date(began)),
    requestTimeEpoch: began,
    "identity.sourceIp": socket.remoteAddress,
    "identity.userAgent": headers["user-agent"],
  };
}

function refuseHead({ method, url, httpVersion, rawHeaders }: IncomingMessage): HttpAnswer | undefined {
  // Of each line its end, of each header its colon and space.
  const requestLine = `${method} ${url} HTTP/${httpVersion}`.length + 2;
  const bytes = rawHeaders.reduce((sum, text) => sum + text.length + 2, requestLine);
  return bytes > maxHeadBytes ? message(431, "Request Header Fields Too Large") : undefined;
}

/** What an API remembers from one request to the next. */
type Kept = { decisions: AuthorizerCache; throttles: RouteThrottles };

async function answerFor(
  options: HttpApiOptions & { seen: Seen },
  request: IncomingMessage,
  kept: Kept,
): Promise<HttpAnswer> {
  const api = options.api();
  if (!api) {
    return message(503, "Service Unavailable");
  }
  const { pathname } = new URL(`http://api${request.url ?? "/"}`);
  const match = matchRoute(api.routes, request.method ?? "GET", pathname);
  const { cors } = api;
  if (!match) {
    return cors && isPreflight(request.method, request.headers)
      ? preflightAnswer(cors, request.headers)
      : message(404, "Not Found");
  }
  const { accountId, region, invoke, seen } = options;
  seen.routeKey = match.route.routeKey;
  if (!kept.throttles.take(match.route, options.now())) {
    return message(429, "Too Many Requests");
  }
  try {
    // The body is read when the request may pass: one without a token costs no memory.
    const event = proxyEvent({ request, match, apiId: api.id, accountId, now: options.now(), ...seen });
    const { authorizer } = match.route;
    if (authorizer) {
      const routeArn = `arn:aws:execute-api:${region}:${accountId}:${api.id}/$default/${request.method}${pathname}`;
      const now = options.now();
      const ask = async (functionArn: string, payload: string): Promise<InvocationResult> =>
        (await inTime(
          invoke(functionArn, payload, `${api.executionArn}/authorizers/${authorizer.id}`),
          authorizerTimeoutMilliseconds,
        )) ?? timedOut;
      const question = { authorizer, event, routeArn, cache: kept.decisions, invoke: ask, now };
      const decision = await authorizeRequest(question);
      if (decision.result !== "authorized") {
        return refusal(decision.result);
      }
      if (decision.context) {
        Object.assign(event.requestContext, { authorizer: { lambda: decision.context } });
        Object.assign(seen, logged(decision.context));
      }
    }
    const payload = JSON.stringify(withBody(event, await readBody(request, maxBodyBytes)));
    const sourceArn = `${api.executionArn}/$default/${request.method}${pathname}`;
    const asked = options.now();
    const result = await inTime(
      invoke(match.route.functionArn, payload, sourceArn),
      integrationTimeoutMilliseconds,
    );
    seen.integrationLatency = options.now() - asked;
    seen["integration.latency"] = seen.integrationLatency;
    seen["integration.integrationStatus"] = 200;
    if (!result) {
      return message(503, "Service Unavailable");
    }
    const answer = result.functionError ? internalServerError() : proxyResponse(result.payload);
    seen["integration.status"] = answer.statusCode;
    return cors ? withCors(answer, cors, request.headers) : answer;
  } catch (error) {
    if (error instanceof BodyTooLargeError) {
      return message(413, "Request Too Long");
    }
    if (!(error instanceof ServiceError)) {
      throw error;
    }
    if (error.name === "AccessDeniedException") {
      return internalServerError();
    }
    if (error.name === "RequestTooLargeException") {
      return message(413, "Request Too Long");
    }
    return message(error.name === "TooManyRequestsException" ? 503 : 500, "Service Unavailable");
  }
}

/** Returns what an access log can name of an authorizer's context: texts, numbers and truths. */
function logged(context: Record<string, unknown>): AccessRecord {
  return Object.fromEntries(
    Object.entries(context).flatMap(([name, value]): [string, string][] =>
      ["string", "number", "boolean"].includes(typeof value) ? [[`authorizer.${name}`, String(value)]] : [],
    ),
  );
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

/** What an authorizer that takes too long counts as. */
const timedOut: InvocationResult = { payload: '{"errorType":"Timeout"}', functionError: "Unhandled" };
