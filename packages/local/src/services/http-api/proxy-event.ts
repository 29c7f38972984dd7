import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { accessLogTime } from "../api-gateway/access-log.ts";
import type { RouteMatch } from "./match-route.ts";

export type EventRequest = {
  request: IncomingMessage;
  match: RouteMatch;
  apiId: string;
  accountId: string;
  now: number;
  requestId: string;
};

/**
 * Content types whose bodies API Gateway passes on as text, whatever their bytes and their encoding are: a
 * compressed one arrives broken. All others, forms and a missing type included, come in base64. Measured on
 * AWS: https://github.com/ministackorg/ministack/pull/766
 */
const textTypes = /^\s*(?:text\/[^;]+|application\/(?:json|javascript|xml))\s*(?:;|$)/i;

/**
 * Returns the event of payload format 2.0, still without its body: header names in lower case, values of one
 * name joined by commas, cookies apart.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function proxyEvent({
  request,
  match,
  apiId,
  accountId,
  now,
  requestId,
}: EventRequest): APIGatewayProxyEventV2 {
  const url = new URL(`http://api${request.url ?? "/"}`);
  const { cookie, ...headers } = joinedHeaders(request);
  const cookies = cookie?.split("; ");
  const query = joinedQuery(url.searchParams);
  return {
    version: "2.0",
    routeKey: match.route.routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookies && { cookies }),
    headers,
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    requestContext: {
      accountId,
      apiId,
      domainName: headers["host"] ?? "",
      domainPrefix: apiId,
      http: {
        method: request.method ?? "GET",
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? "",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId,
      routeKey: match.route.routeKey,
      stage: "$default",
      time: accessLogTime(new Date(now)),
      timeEpoch: now,
    },
    isBase64Encoded: false,
  };
}

/** Returns the event with its body, as text or in base64 by its Content-Type alone. */
export function withBody(event: APIGatewayProxyEventV2, body: Buffer): APIGatewayProxyEventV2 {
  if (body.length === 0) {
    return event;
  }
  const isText = textTypes.test(event.headers["content-type"] ?? "");
  return { ...event, body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

/**
 * Read from the wire's own list, and made by `fromEntries`: a client may name a header `__proto__`, which
 * Node's objects lose.
 */
function joinedHeaders({ rawHeaders }: IncomingMessage): Record<string, string> {
  const values = new Map<string, string[]>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? "").toLowerCase();
    values.set(name, [...(values.get(name) ?? []), rawHeaders[at + 1] ?? ""]);
  }
  return Object.fromEntries(
    [...values].map(([name, each]) => [name, each.join(name === "cookie" ? "; " : ",")]),
  );
}

function joinedQuery(parameters: URLSearchParams): Record<string, string> {
  const names = new Set(parameters.keys());
  return Object.fromEntries([...names].map((name) => [name, parameters.getAll(name).join(",")]));
}
