import type { IncomingMessage } from "node:http";
import { WebSocketServer } from "ws";
import { isOfThisMachine } from "../../http/foreign-caller.ts";
import { listen, type Listener } from "../../http/listen.ts";
import { restJsonAnswer } from "../../http/serve-rest-json.ts";
import type { AccessRecord } from "../api-gateway/access-log.ts";
import { RouteThrottles } from "../api-gateway/throttle.ts";
import type { StageEvent } from "../stage-event.ts";
import type { Connection } from "./connection.ts";
import type { LiveApi, WebSocketApiOptions } from "./live-api.ts";
import { manageConnections, maxMessageBytes } from "./manage-connections.ts";
import { openConnection } from "./open-connection.ts";
import type { Outcome } from "./run-route.ts";
import type { WebSocketApiPlan } from "./websocket-apis.ts";
import type { RequestContext } from "./websocket-event.ts";

/**
 * Serves a WebSocket API, and the `@connections` API of its functions, on one port. A page of this machine
 * may connect, on whatever port it is; one of another origin may not.
 */
export async function serveWebSocketApi(options: WebSocketApiOptions): Promise<Listener> {
  const { api, access, region, port, onFault, onEvent } = options;
  const protocols = new WeakMap<IncomingMessage, string>();
  const connections = new Map<string, Connection>();
  let isStopping = false;
  const live: LiveApi = {
    ...options,
    connections,
    throttles: new RouteThrottles(),
    webSockets: new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: maxMessageBytes,
      perMessageDeflate: false,
      autoPong: false,
      handleProtocols: (_offered, request) => protocols.get(request) ?? false,
    }),
    chooseProtocol: (request, protocol) => void protocols.set(request, protocol),
    isStopping: () => isStopping,
    report: (of, context, outcome) => {
      onEvent(eventOf(of, context, outcome));
      options.onAnswered(recordOf(context, outcome));
    },
  };
  const answer = restJsonAnswer({
    signingName: "execute-api",
    rules: () => ({ findKey: access.findKey, region, now: Date.now() }),
    ...manageConnections({
      api,
      connections,
      access,
      onSent: (of) => onEvent({ kind: "websocket message", apiId: of.id, stage: of.stage }),
    }),
  });
  const listener = await listen(answer, {
    port,
    onFault,
    allowsOrigin: isOfThisMachine,
    upgrade: (request, socket, head) => openConnection(live, { request, socket, head }),
  });
  return {
    url: listener.url.replace("http:", "ws:"),
    close: () => {
      isStopping = true;
      return listener.close();
    },
  };
}

function eventOf(
  { id: apiId, stage }: WebSocketApiPlan,
  { eventType, routeKey }: RequestContext,
  { statusCode, error, integrationMilliseconds }: Outcome,
): StageEvent {
  return {
    kind: "websocket request",
    apiId,
    stage,
    eventType,
    routeKey,
    statusCode,
    error,
    integrationMilliseconds,
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html */
function recordOf(context: RequestContext, outcome: Outcome): AccessRecord {
  const { identity, authorizer = {}, ...plain } = context;
  const { statusCode, message, answer, integrationMilliseconds } = outcome;
  const latency = integrationMilliseconds === undefined ? undefined : Math.round(integrationMilliseconds);
  const said = Object.entries(authorizer).map(([name, value]) => [`authorizer.${name}`, value] as const);
  return {
    ...plain,
    ...Object.fromEntries(said),
    "identity.sourceIp": identity.sourceIp,
    "identity.userAgent": identity.userAgent,
    status: statusCode,
    "error.message": message,
    integrationLatency: latency,
    "integration.latency": latency,
    // Lambda itself answers 200, whatever the function says.
    integrationStatus: answer && 200,
    "integration.integrationStatus": answer && 200,
    "integration.status": answer && statusCode,
  };
}
