import type { Push, Subscription } from "@ashiato/core/push/push";
import { isShown, type Listener, refusedTopic } from "@ashiato/core/push/shown-message";
import { positionMessages } from "@ashiato/core/push/position-messages";
import type { ServerMessage } from "@ashiato/core/push/server-message";
import { logger } from "../aws/telemetry.ts";
import { close, post, type Posted } from "../push/connections.ts";
import { listenerOf } from "../push/listener.ts";
import { removeConnection, removeSubscription } from "../push/subscriptions-table.ts";
import { pushedPositions } from "./pushed-positions.ts";

/** Connections that are written to at a time. The SDK's client has as many sockets. */
const maxInFlight = 50;

/**
 * What became of connections: `posted` messages, and connections that were `gone`, that were closed because
 * the client was `slow`, its key had `ended` or posting `failed`, and that lost the right to the topic.
 */
export type PushCounts = Record<"posted" | "gone" | "slow" | "failed" | "ended" | "refused", number>;

/**
 * Sends a push to its connections, to many at a time and each at its own pace: a slow client delays no other
 * but one of fifty, and that for two seconds at most. A connection to which a message could not be sent is
 * closed, so that no client misses one without knowing.
 */
export async function deliver({ content, subscriptions }: Push): Promise<PushCounts> {
  const counts = { posted: 0, gone: 0, slow: 0, failed: 0, ended: 0, refused: 0 };
  const waiting = [...subscriptions];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await deliverTo(next, content, counts);
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxInFlight, waiting.length) }, work));
  return counts;
}

async function deliverTo(
  subscription: Subscription,
  content: Push["content"],
  counts: PushCounts,
): Promise<void> {
  const { topic, connection, holder } = subscription;
  const listener = await listenerOf(holder, Date.now());
  const refused = refusedTopic(topic, listener);
  if (refused?.ended === true) {
    counts.ended += 1;
    return end(connection);
  }
  if (refused !== undefined) {
    counts.refused += 1;
    await removeSubscription(connection, topic);
    return send(connection, [{ type: "unsubscribed", topic, reason: refused.reason }], counts);
  }
  return send(connection, await messagesFor(content, subscription, listener), counts);
}

async function messagesFor(
  content: Push["content"],
  { devices, box }: Subscription,
  listener: Listener,
): Promise<ServerMessage[]> {
  if ("positions" in content) {
    return positionMessages(await pushedPositions(content.positions), { devices, box });
  }
  const { message } = content;
  return message.type === "event" && !isShown(message.event, listener) ? [] : [message];
}

async function send(connection: string, messages: ServerMessage[], counts: PushCounts): Promise<void> {
  for (const message of messages) {
    const posted = await post(connection, JSON.stringify(message));
    counts[posted.result] += 1;
    if (posted.result !== "posted") {
      return finish(connection, posted);
    }
  }
}

async function finish(connection: string, posted: Exclude<Posted, { result: "posted" }>): Promise<void> {
  if (posted.result === "gone") {
    return removeConnection(connection);
  }
  logger.warn("connection closed", { connection, ...posted });
  return end(connection);
}

/** Closes a connection and forgets what it subscribes to. */
async function end(connection: string): Promise<void> {
  await removeConnection(connection);
  try {
    await close(connection);
  } catch (error) {
    // It hears of nothing more, and its end comes with time.
    logger.error("connection not closed", { connection, error });
  }
}
