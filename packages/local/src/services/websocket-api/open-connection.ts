import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { refuseUpgrade } from "../../http/upgrade.ts";
import { authorizeConnection } from "./authorize-connection.ts";
import { closeCodes, Connection } from "./connection.ts";
import { frameLimit } from "./frame-limit.ts";
import type { LiveApi } from "./live-api.ts";
import { receiveMessage } from "./receive-message.ts";
import { type Outcome, runRoute } from "./run-route.ts";
import type { WebSocketApiPlan } from "./websocket-apis.ts";
import {
  connectEvent,
  type ConnectionFacts,
  disconnectEvent,
  newId,
  type RequestContext,
  requestContext,
} from "./websocket-event.ts";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const maxUrlCharacters = 4096;
const maxFrameBytes = 32 * 1024;

type Handshake = { request: IncomingMessage; socket: Duplex; head: Buffer };

/**
 * Answers a handshake: the connection opens once the authorizer and the function of `$connect` have accepted
 * it. Until then, no message can be sent to it.
 */
export async function openConnection(live: LiveApi, handshake: Handshake): Promise<void> {
  const { request, socket } = handshake;
  const api = live.api();
  const now = live.clock.now();
  const facts = factsOf(request, now);
  if (!api) {
    refuse(socket, { statusCode: 503, message: "Service Unavailable" }, facts);
    return;
  }
  const context = requestContext(api, facts, { eventType: "CONNECT", routeKey: "$connect", now });
  const outcome = faultOf(request, api) ?? (await connect(live, { api, context, request }));
  live.report(api, context, outcome);
  if (outcome.statusCode < 200 || outcome.statusCode > 299) {
    refuse(socket, outcome, context);
    return;
  }
  const { authorizer } = context;
  const connected = { ...facts, ...(authorizer && { authorizer }) };
  let isOpen = false;
  live.webSockets.handleUpgrade(request, socket, handshake.head, (webSocket) => {
    isOpen = true;
    serveConnection(live, { api, facts: connected, webSocket, socket });
  });
  if (!isOpen) {
    // The client has gone meanwhile, which the function of `$connect` does not know.
    await disconnect(live, api, { facts: connected, code: 1006, reason: "" });
  }
}

function factsOf({ headers, socket }: IncomingMessage, now: number): ConnectionFacts {
  const userAgent = headers["user-agent"];
  return {
    connectionId: newId(),
    connectedAt: now,
    domainName: headers.host ?? "",
    identity: { sourceIp: socket.remoteAddress ?? "", ...(userAgent !== undefined && { userAgent }) },
  };
}

/** Returns what is wrong with a handshake by itself, before any function is asked. */
function faultOf(request: IncomingMessage, { stage }: WebSocketApiPlan): Outcome | undefined {
  const { method, url = "/", headers } = request;
  const hasKey = /^[+/0-9A-Za-z]{22}==$/.test(headers["sec-websocket-key"] ?? "");
  const isHandshake =
    method === "GET" && headers.upgrade?.toLowerCase() === "websocket" && hasKey && isVersion(headers);
  if (!isHandshake) {
    return { statusCode: 400, message: "Bad Request", error: "client" };
  }
  if (`wss://${headers.host}${url}`.length > maxUrlCharacters) {
    return { statusCode: 414, message: "URI Too Long", error: "client" };
  }
  const { pathname } = new URL(`http://api${url}`);
  const isStage = [stage, encodeURIComponent(stage)].some((name) =>
    [`/${name}`, `/${name}/`].includes(pathname),
  );
  return isStage ? undefined : { statusCode: 403, message: "Forbidden", error: "client" };
}

function isVersion(headers: IncomingMessage["headers"]): boolean {
  return headers["sec-websocket-version"] === "13";
}

type Connecting = { api: WebSocketApiPlan; context: RequestContext; request: IncomingMessage };

/** Returns whether the handshake is accepted, and puts what the authorizer said into its context. */
async function connect(live: LiveApi, { api, context, request }: Connecting): Promise<Outcome> {
  const route = api.routes.get("$connect");
  if (!route) {
    return { statusCode: 200 };
  }
  const { throttles, clock, invoke } = live;
  if (!throttles.take(route, clock.now())) {
    return { statusCode: 429, message: "Too Many Requests", error: "client" };
  }
  const event = connectEvent(context, request);
  if (route.authorizer) {
    const question = { api, authorizer: route.authorizer, request, event, invoke };
    const decision = await authorizeConnection(question);
    switch (decision.result) {
      case "unauthorized":
        return { statusCode: 401, message: "Unauthorized", error: "client" };
      case "forbidden":
        return { statusCode: 403, message: "Forbidden", error: "client" };
      case "broken":
        return { statusCode: 500, message: "Internal server error", error: "execution" };
      case "authorized":
        context.authorizer = decision.authorizer;
    }
  }
  const outcome = await runRoute({ api, route, event, invoke });
  const protocol = Object.entries(outcome.answer?.headers ?? {}).find(
    ([name]) => name.toLowerCase() === "sec-websocket-protocol",
  );
  if (protocol) {
    live.chooseProtocol(request, protocol[1]);
  }
  return outcome;
}

type Served = { api: WebSocketApiPlan; facts: ConnectionFacts; webSocket: WebSocket; socket: Duplex };

function serveConnection(live: LiveApi, { api, facts, webSocket, socket }: Served): void {
  const { connections, clock } = live;
  const connection = new Connection(facts, webSocket, clock);
  connections.set(facts.connectionId, connection);
  const unlessStopping = (fault: unknown): void => {
    // What a stop interrupts is no fault.
    if (!live.isStopping()) {
      live.onFault(fault);
    }
  };
  // Ahead of the reader of the messages, so that no message of such a frame is answered.
  socket.prependListener(
    "data",
    frameLimit(maxFrameBytes, () => connection.close(closeCodes.tooLarge)),
  );
  webSocket.on("message", (data: Buffer, isBinary) => {
    receiveMessage(live, api, { connection, data, isBinary }).catch(unlessStopping);
  });
  webSocket.once("close", (code, reason) => {
    connections.delete(facts.connectionId);
    const ended = disconnect(live, api, { facts, code, reason: reason.toString("utf8") });
    ended.catch(unlessStopping);
  });
  connection.watchLimits().catch(unlessStopping);
}

/** Invokes the function of `$disconnect`, whose answer reaches nobody. */
async function disconnect(
  live: LiveApi,
  api: WebSocketApiPlan,
  { facts, code, reason }: { facts: ConnectionFacts; code: number; reason: string },
): Promise<void> {
  const route = api.routes.get("$disconnect");
  if (!route || live.isStopping()) {
    return;
  }
  const now = live.clock.now();
  const context = requestContext(api, facts, { eventType: "DISCONNECT", routeKey: "$disconnect", now });
  const event = disconnectEvent(context, { code, reason });
  live.report(api, context, await runRoute({ api, route, event, invoke: live.invoke }));
}

function refuse(
  socket: Duplex,
  { statusCode, message }: Outcome,
  { connectionId, requestId = newId() }: { connectionId: string; requestId?: string },
): void {
  refuseUpgrade(socket, {
    statusCode,
    headers: { "content-type": "application/json" },
    body: Buffer.from(message === undefined ? "" : JSON.stringify({ message, connectionId, requestId })),
  });
}
