import type { IncomingMessage } from "node:http";
import type { Clock } from "@ashiato/states/clock";
import type { WebSocketServer } from "ws";
import type { Access } from "../access.ts";
import type { AccessRecord } from "../api-gateway/access-log.ts";
import type { InvokeForApi } from "../api-gateway/invoke-for-api.ts";
import type { RouteThrottles } from "../api-gateway/throttle.ts";
import type { StageEvent } from "../stage-event.ts";
import type { Connection } from "./connection.ts";
import type { Outcome } from "./run-route.ts";
import type { WebSocketApiPlan } from "./websocket-apis.ts";
import type { RequestContext } from "./websocket-event.ts";

export type WebSocketApiOptions = {
  /** The API as planned; absent until the program is evaluated. */
  api: () => WebSocketApiPlan | undefined;
  region: string;
  /** 0 takes a free port. */
  port: number;
  access: Access;
  clock: Clock;
  invoke: InvokeForApi;
  onFault: (fault: unknown) => void;
  onEvent: (event: StageEvent) => void;
  /** Called with each request that was answered, as an access log names it. */
  onAnswered: (record: AccessRecord) => void;
};

/** A WebSocket API with its connections. */
export type LiveApi = Pick<WebSocketApiOptions, "api" | "clock" | "invoke" | "onFault" | "onEvent"> & {
  webSockets: WebSocketServer;
  connections: Map<string, Connection>;
  throttles: RouteThrottles;
  /** Has the client of a handshake told the subprotocol that the function of `$connect` chose. */
  chooseProtocol: (request: IncomingMessage, protocol: string) => void;
  /** Whether the stage is stopping: then connections end without `$disconnect`. */
  isStopping: () => boolean;
  /** Reports what a request came to. */
  report: (api: WebSocketApiPlan, context: RequestContext, outcome: Outcome) => void;
};
