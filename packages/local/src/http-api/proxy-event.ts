import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { RouteMatch } from "./match-route.ts";

export type EventRequest = {
  request: IncomingMessage;
  body: Buffer;
  match: RouteMatch;
  apiId: string;
  accountId: string;
  now: number;
};

/** Content types whose bodies API Gateway hands on as text; others come base64-encoded. */
const textTypes = /^(text\/|application\/(json|javascript|xml|.*\+json|.*\+xml|x-www-form-urlencoded)\b)/;

/**
 * The event of payload format 2.0: header names in lower case, values of one name joined by commas, cookies apart.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function proxyEvent({
  request,
  body,
  match,
  apiId,
  accountId,
  now,
}: EventRequest): APIGatewayProxyEventV2 {
  const url = new URL(`http://api${request.url ?? "/"}`);
  const headers = joinedHeaders(request);
  const isText =
    headers["content-encoding"] === undefined && textTypes.test(headers["content-type"] ?? "text/plain");
  const cookies = headers["cookie"]?.split("; ");
  const query = joinedQuery(url.searchParams);
  delete headers["cookie"];
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
      requestId: randomUUID(),
      routeKey: match.route.routeKey,
      stage: "$default",
      time: accessLogTime(new Date(now)),
      timeEpoch: now,
    },
    ...(body.length > 0 && { body: isText ? body.toString("utf8") : body.toString("base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

function joinedHeaders(request: IncomingMessage): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (values) joined[name] = values.join(name === "cookie" ? "; " : ",");
  }
  return joined;
}

function joinedQuery(parameters: URLSearchParams): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of parameters) joined[name] = name in joined ? `${joined[name]},${value}` : value;
  return joined;
}

/** `23/Nov/2026:00:15:00 +0000` */
function accessLogTime(date: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(date.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
