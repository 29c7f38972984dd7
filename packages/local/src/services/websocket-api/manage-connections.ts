import { ServiceError } from "@ashiato/aws-json/service-error";
import type { RestOptions } from "../../http/serve-rest-json.ts";
import type { Access } from "../access.ts";
import { closeCodes, type Connection } from "./connection.ts";
import type { WebSocketApiPlan } from "./websocket-apis.ts";
import { isId } from "./websocket-event.ts";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
export const maxMessageBytes = 128 * 1024;

type Managed = {
  api: () => WebSocketApiPlan | undefined;
  connections: ReadonlyMap<string, Connection>;
  access: Access;
  /** Called with each message that was sent to a client. */
  onSent: (api: WebSocketApiPlan) => void;
};

/**
 * Answers the `@connections` API of a WebSocket API: PostToConnection, GetConnection and DeleteConnection,
 * for callers whose role allows `execute-api:ManageConnections`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export function manageConnections(managed: Managed): Pick<RestOptions, "answer" | "maxBody"> {
  return {
    maxBody: {
      bytes: maxMessageBytes,
      refusal: () =>
        refusal("PayloadTooLargeException", 413, `A message has at most ${maxMessageBytes} bytes.`),
    },
    answer: ({ caller, method, path, body }) => {
      const api = managed.api();
      if (!api) {
        throw refusal("ServiceUnavailableException", 503, "The stage is still starting.");
      }
      const connectionId = namedConnection(api, method, path);
      managed.access.authorize(
        {
          principal: caller,
          action: "execute-api:ManageConnections",
          resource: `${api.executionArn}/${api.stage}/${method}/@connections/${connectionId}`,
          context: {},
        },
        { statusCode: 403 },
      );
      const connection = openConnection(managed.connections, connectionId);
      switch (method) {
        case "POST":
          post(connection, body);
          managed.onSent(api);
          return {};
        case "DELETE":
          connection.close(closeCodes.normal, "Connection Closed Normally");
          return undefined;
        default:
          return described(connection);
      }
    },
  };
}

/** API Gateway answers 403 for what it does not know: another stage, path or method. */
function namedConnection({ stage }: WebSocketApiPlan, method: string, path: string): string {
  const [, named, collection, connectionId = "", ...more] = path.split("/").map(decoded);
  const isKnown = named === stage && collection === "@connections" && more.length === 0;
  if (!isKnown || !["POST", "GET", "DELETE"].includes(method)) {
    throw refusal("ForbiddenException", 403, "Forbidden");
  }
  return connectionId;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * An id that cannot be one is a bad request; one that is unknown, or not yet connected, is gone, as measured
 * on AWS: https://github.com/localstack/localstack/issues/4694
 */
function openConnection(connections: ReadonlyMap<string, Connection>, connectionId: string): Connection {
  if (!isId(connectionId)) {
    throw refusal("BadRequestException", 400, `Invalid connectionId: ${connectionId}`);
  }
  const connection = connections.get(connectionId);
  if (!connection?.isOpen) {
    throw refusal("GoneException", 410, "The connection with the provided id no longer exists.");
  }
  return connection;
}

/** AWS sends text alone: bytes that are no UTF-8 would break the client's connection. */
function post(connection: Connection, body: string): void {
  if (!connection.send(body)) {
    throw refusal("LimitExceededException", 429, "The WebSocket client side buffer is full.");
  }
}

function described({ facts, lastActiveAt }: Connection): object {
  return {
    connectedAt: new Date(facts.connectedAt).toISOString(),
    identity: facts.identity,
    lastActiveAt: new Date(lastActiveAt).toISOString(),
  };
}

function refusal(name: string, statusCode: number, message: string): ServiceError {
  return new ServiceError(name, message, { statusCode });
}
