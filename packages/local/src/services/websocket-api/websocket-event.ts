import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { accessLogTime } from "../api-gateway/access-log.ts";
import type { WebSocketApiPlan } from "./websocket-apis.ts";

/** What is known of a connection from its handshake on. */
export type ConnectionFacts = {
  connectionId: string;
  /** In milliseconds since 1970. */
  connectedAt: number;
  /** The host and port by which the client called. */
  domainName: string;
  identity: { sourceIp: string; userAgent?: string };
  /** What the authorizer of `$connect` said; every event of the connection has it. */
  authorizer?: Readonly<Record<string, string | number>>;
};

type EventType = "CONNECT" | "MESSAGE" | "DISCONNECT";

export type RequestContext = ConnectionFacts & {
  routeKey: string;
  eventType: EventType;
  messageDirection: "IN";
  stage: string;
  apiId: string;
  requestId: string;
  extendedRequestId: string;
  requestTime: string;
  requestTimeEpoch: number;
  messageId?: string;
  disconnectStatusCode?: number;
  disconnectReason?: string;
};

type Values = {
  headers: Record<string, string>;
  multiValueHeaders: Record<string, string[]>;
  queryStringParameters?: Record<string, string>;
  multiValueQueryStringParameters?: Record<string, string[]>;
};

/** The event of a WebSocket API for a function. */
export type WebSocketEvent = Partial<Values> & {
  requestContext: RequestContext;
  body?: string;
  isBase64Encoded: false;
};

/** Returns an id such as `L0SM9cOFvHcCIhw=`, of connections, requests and messages. */
export function newId(): string {
  return `${randomBytes(11).toString("base64url")}=`;
}

/** Returns whether a text could be such an id. */
export function isId(text: string): boolean {
  return /^[\w-]{15}=$/.test(text);
}

/** Returns the context of a connection's request, with a new id. */
export function requestContext(
  { id: apiId, stage }: WebSocketApiPlan,
  facts: ConnectionFacts,
  { eventType, routeKey, now }: { eventType: EventType; routeKey: string; now: number },
): RequestContext {
  const requestId = newId();
  return {
    routeKey,
    eventType,
    ...facts,
    messageDirection: "IN",
    stage,
    apiId,
    requestId,
    extendedRequestId: requestId,
    requestTime: accessLogTime(new Date(now)),
    requestTimeEpoch: now,
    ...(eventType === "MESSAGE" && { messageId: newId() }),
  };
}

/**
 * Returns the event of `$connect`, the only one with the client's headers, as they were sent, and its query.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
 */
export function connectEvent(context: RequestContext, request: IncomingMessage): WebSocketEvent {
  return { ...valuesOf(request), requestContext: context, isBase64Encoded: false };
}

export function messageEvent(context: RequestContext, body: string): WebSocketEvent {
  return { requestContext: context, body, isBase64Encoded: false };
}

/**
 * Returns the event of `$disconnect`, with the headers that every one of AWS has; it has none of the client.
 */
export function disconnectEvent(
  context: RequestContext,
  { code, reason }: { code: number; reason: string },
): WebSocketEvent {
  const headers = { Host: context.domainName, "x-api-key": "", "X-Forwarded-For": "", "x-restapi": "" };
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    requestContext: {
      ...context,
      disconnectStatusCode: code,
      disconnectReason: code === noStatusReceived ? "Client-side close frame status not set" : reason,
    },
    isBase64Encoded: false,
  };
}

/** What a close frame without a code counts as: https://datatracker.ietf.org/doc/html/rfc6455#section-7.4.1 */
const noStatusReceived = 1005;

/** Read from the wire's own list: Node's headers are in lower case. */
function valuesOf({ rawHeaders, url = "/" }: IncomingMessage): Values {
  const sent: [string, string][] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    sent.push([rawHeaders[at] ?? "", rawHeaders[at + 1] ?? ""]);
  }
  const query = [...new URL(`http://api${url}`).searchParams];
  return {
    headers: Object.fromEntries(sent),
    multiValueHeaders: listed(sent),
    ...(query.length > 0 && {
      queryStringParameters: Object.fromEntries(query),
      multiValueQueryStringParameters: listed(query),
    }),
  };
}

function listed(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    lists.set(name, [...(lists.get(name) ?? []), value]);
  }
  return Object.fromEntries(lists);
}
