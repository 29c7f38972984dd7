import type { Listener } from "../../http/listen.ts";
import { arn } from "../aws-names.ts";
import { logAccess, type WriteLog } from "../api-gateway/access-log.ts";
import { apiKinds, hasProtocol } from "../api-gateway/api-kinds.ts";
import { invokeForApi } from "../api-gateway/invoke-for-api.ts";
import type { Invoke, LocalService, Start } from "../service.ts";
import { serveWebSocketApi } from "./serve-websocket-api.ts";
import { readWebSocketApis, type WebSocketApiPlan } from "./websocket-apis.ts";

type Needs = { invoke: Invoke; writeLog: WriteLog };

type Served = Needs & { api: WebSocketApiPlan };

type Opened = { listener: Listener; serve: (served: Served) => void };

/** Opens a declared API by its logical name when it is first asked for. */
type WebSocketApiDoor = { open: (name: string) => Promise<Opened> };

/** WebSocket APIs of API Gateway, each on a port of its own. */
export const webSocketApi: LocalService<
  "webSocketApi",
  WebSocketApiPlan[],
  WebSocketApiDoor,
  Needs,
  undefined,
  object
> = {
  name: "webSocketApi",
  kinds: {
    ...apiKinds,
    "aws:apigatewayv2/routeResponse:RouteResponse": {},
    // Holds the role by which API Gateway writes access logs, which SST looks up and otherwise creates.
    "aws:apigateway/account:Account": {
      carrier: true,
      state: (_request, { accountId }) => ({
        id: "APIGatewayAccount",
        state: {
          cloudwatchRoleArn: arn({ accountId, region: "" }, "iam", "role/APIGatewayPushToCloudWatchLogs"),
        },
      }),
    },
  },
  open: async (start) => {
    const byName = new Map<string, Promise<Opened>>();
    return {
      open: (name) => {
        const opened = byName.get(name) ?? openOne(start);
        byName.set(name, opened);
        return opened;
      },
    };
  },
  address: async (door, { name, inputs }) =>
    hasProtocol(inputs, "WEBSOCKET") ? (await door.open(name)).listener.url : undefined,
  endpoints: () => ({}),
  plan: readWebSocketApis,
  serve: async ({ door, plan, needs }) => {
    for (const api of plan) {
      (await door.open(api.component)).serve({ ...needs, api });
    }
    return undefined;
  },
};

async function openOne({ region, access, clock, onFault, onEvent, started }: Start): Promise<Opened> {
  let served: Served | undefined;
  const { accountId } = access;
  const listener = await serveWebSocketApi({
    // Until the program is evaluated and its functions can be invoked, handshakes are answered with 503.
    api: () => served?.api,
    region,
    port: 0,
    access,
    clock,
    invoke: invokeForApi(access, async (functionArn, payload) => {
      if (!served) {
        throw new Error(`${functionArn} was asked for before the API is served`);
      }
      return served.invoke(functionArn, payload);
    }),
    onFault,
    onEvent,
    onAnswered: (record) => {
      if (served) {
        const { api, writeLog } = served;
        logAccess(api.accessLog, { ...record, accountId, domainPrefix: api.id }, writeLog);
      }
    },
  });
  started.defer(listener.close);
  return {
    listener,
    serve: (given) => {
      served = given;
    },
  };
}
