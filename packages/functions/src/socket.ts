import { type Holder, holderSchema, refusedHolder } from "@ashiato/core/clients/client-use";
import { readClientMessage, type SubscribeMessage } from "@ashiato/core/push/client-message";
import type { Subscription } from "@ashiato/core/push/push";
import type { ServerMessage } from "@ashiato/core/push/server-message";
import { refusedTopic } from "@ashiato/core/push/shown-message";
import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyWebsocketEventV2 } from "aws-lambda";
import { logger } from "./aws/telemetry.ts";
import { listenerOf } from "./push/listener.ts";
import { keepSubscription, removeConnection, removeSubscription } from "./push/subscriptions-table.ts";
import { beginTopic } from "./socket/begin-topic.ts";

type SocketEvent = APIGatewayProxyWebsocketEventV2 & {
  requestContext: { authorizer?: Record<string, unknown> };
};

/**
 * The longest that API Gateway keeps a connection, which no subscription outlives:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const longestSeconds = 2 * 3_600;

/**
 * Takes what happens on a connection: its begin, each of its messages and its end. The answer to a message is
 * the body that it returns, which goes to the client before anything that the message has begun.
 */
export async function handler(event: SocketEvent): Promise<APIGatewayProxyStructuredResultV2> {
  const { routeKey, connectionId } = event.requestContext;
  switch (routeKey) {
    case "$connect":
      return { statusCode: 200 };
    case "$disconnect":
      await removeConnection(connectionId);
      return { statusCode: 200 };
    default:
      return { statusCode: 200, body: JSON.stringify(await take(event)) };
  }
}

async function take({ body = "", requestContext }: SocketEvent): Promise<ServerMessage> {
  const { connectionId: connection, requestTimeEpoch: now, connectedAt } = requestContext;
  const holder = holderOf(requestContext);
  const { message, fault } = readClientMessage(body);
  if (fault !== undefined) {
    logger.warn("message refused", { connection, reason: fault.message });
    return { type: "error", error: { code: "InvalidMessage", ...fault } };
  }
  switch (message.action) {
    case "ping":
      return pong(holder, now);
    case "unsubscribe":
      await removeSubscription(connection, message.topic);
      return { type: "unsubscribed", topic: message.topic };
    case "subscribe":
      return subscribe(message, {
        connection,
        holder,
        now,
        ends: Math.ceil(connectedAt / 1_000) + longestSeconds,
      });
  }
}

async function pong(holder: Holder, now: number): Promise<ServerMessage> {
  const listener = await listenerOf(holder, now);
  return refusedHolder(holder, { ...listener, right: "any" }) === undefined
    ? { type: "pong", time: new Date(now).toISOString() }
    : keyEnded("the key was revoked or has expired");
}

type Subscriber = { connection: string; holder: Holder; now: number; ends: number };

async function subscribe(
  { topic, devices, box }: SubscribeMessage,
  { connection, holder, now, ends }: Subscriber,
): Promise<ServerMessage> {
  const refused = refusedTopic(topic, await listenerOf(holder, now));
  if (refused !== undefined) {
    logger.warn("subscription refused", { connection, topic, reason: refused.reason });
    return refused.ended
      ? keyEnded(refused.reason)
      : {
          type: "error",
          error: { code: "Forbidden", message: refused.reason, field: "topic", value: JSON.stringify(topic) },
        };
  }
  const filter = { ...(devices && { devices }), ...(box && { box }) };
  const subscription: Subscription = { topic, connection, holder, ...filter };
  await keepSubscription(subscription, ends);
  await beginTopic(subscription);
  return { type: "subscribed", topic, ...filter };
}

function keyEnded(reason: string): ServerMessage {
  return { type: "error", error: { code: "KeyEnded", message: `${reason}: this connection takes no more` } };
}

/** The context that the authorizer gave, in which API Gateway adds members of its own. */
function holderOf({ authorizer = {} }: SocketEvent["requestContext"]): Holder {
  const { client, key, stageToken } = authorizer;
  return holderSchema.parse(stageToken === undefined ? { client, key } : { stageToken });
}
