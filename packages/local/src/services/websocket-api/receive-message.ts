import { closeCodes, type Connection } from "./connection.ts";
import type { LiveApi } from "./live-api.ts";
import { type Outcome, runRoute } from "./run-route.ts";
import type { WebSocketApiPlan } from "./websocket-apis.ts";
import { messageEvent, requestContext } from "./websocket-event.ts";

type Received = { connection: Connection; data: Buffer; isBinary: boolean };

/**
 * Passes a client's message to the function of its route. Binary messages end the connection:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-binary-media-types.html
 */
export async function receiveMessage(
  live: LiveApi,
  api: WebSocketApiPlan,
  { connection, data, isBinary }: Received,
): Promise<void> {
  if (!connection.isOpen) {
    return;
  }
  if (isBinary) {
    connection.close(closeCodes.unsupportedData);
    return;
  }
  await connection.receive(() => answerMessage(live, api, { connection, body: data.toString("utf8") }));
}

/** Returns the text for the client, if there is any. */
async function answerMessage(
  live: LiveApi,
  api: WebSocketApiPlan,
  { connection: { facts }, body }: { connection: Connection; body: string },
): Promise<string | undefined> {
  const route = api.routes.get(api.selectRoute(body) ?? "$default") ?? api.routes.get("$default");
  const now = live.clock.now();
  const routeKey = route?.routeKey ?? "$default";
  const context = requestContext(api, facts, { eventType: "MESSAGE", routeKey, now });
  const outcome = await outcomeOf();
  live.report(api, context, outcome);
  if (outcome.message !== undefined) {
    const { connectionId, requestId } = context;
    return JSON.stringify({ message: outcome.message, connectionId, requestId });
  }
  const response = route?.responds ? outcome.answer?.body : undefined;
  if (response !== undefined) {
    live.onEvent({ kind: "websocket message", apiId: api.id, stage: api.stage });
  }
  return response;

  async function outcomeOf(): Promise<Outcome> {
    if (!route) {
      return { statusCode: 403, message: "Forbidden", error: "client" };
    }
    if (!live.throttles.take(route, now)) {
      return { statusCode: 429, message: "Too Many Requests", error: "client" };
    }
    return runRoute({ api, route, event: messageEvent(context, body), invoke: live.invoke });
  }
}
