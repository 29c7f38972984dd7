import type { Push, Subscription } from "@ashiato/core/push/push";
import { isShown, type Listener, refusedTopic } from "@ashiato/core/push/shown-message";
import { positionMessages } from "@ashiato/core/push/position-messages";
import type { ServerMessage } from "@ashiato/core/push/server-message";
import { logger } from "../aws/telemetry.ts";
import { close, post, type Posted } from "../push/connections.ts";
import { listenerOf } from "../push/listener.ts";
import { removeConnection, removeSubscription } from "../push/subscriptions-table.ts";
import { pushedPositions } from "./pushed-positions.ts";

/**
 * Connections that are written to at a time. Posting takes some ten milliseconds, so that these are a
 * thousand connections a second, in each of the queue's groups.
 */
const maxInFlight = 20;

/**
 * How long a connection is waited for, in milliseconds: at first, and when all others have been written to.
 * A function that has just started, or an API Gateway that is busy, makes everything late at first.
 */
export type Patience = { first: number; again: number };

/**
 * What became of connections: `posted` messages, and connections that were `gone`, that were closed because
 * the client was `slow`, its key had `ended` or posting `failed`, and that lost the right to the topic.
 */
export type PushCounts = Record<"posted" | "gone" | "slow" | "failed" | "ended" | "refused", number>;

/** What is left to be sent to a connection. */
type Unsent = { connection: string; messages: readonly ServerMessage[] };

/**
 * Sends a push to its connections, to many at a time and each at its own pace: one that is late delays no
 * other but one of twenty, and that for two seconds at most; it is written to again when the others have
 * been. A connection to which a message could not be sent is closed, so that no client misses one without
 * knowing. 200 connections that are all late are given up after 50 seconds.
 */
export async function deliver(
  { content, subscriptions }: Push,
  patience: Patience = { first: 2_000, again: 3_000 },
): Promise<PushCounts> {
  const counts = { posted: 0, gone: 0, slow: 0, failed: 0, ended: 0, refused: 0 };
  const late: Unsent[] = [];
  await withEach(subscriptions, async (subscription) => {
    const unsent = await unsentTo(subscription, content, counts);
    const left = unsent && (await send(unsent, patience.first, counts));
    if (left !== undefined) {
      late.push(left);
    }
  });
  await withEach(late, async (unsent) => {
    const left = await send(unsent, patience.again, counts);
    if (left !== undefined) {
      counts.slow += 1;
      await end(left.connection, { result: "late" });
    }
  });
  return counts;
}

/** Does something with each item, with so many at a time as connections are written to. */
async function withEach<Item>(items: readonly Item[], action: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await action(next);
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxInFlight, waiting.length) }, work));
}

/** Returns what is to be sent to a subscription's connection; nothing if it is closed. */
async function unsentTo(
  subscription: Subscription,
  content: Push["content"],
  counts: PushCounts,
): Promise<Unsent | undefined> {
  const { topic, connection, holder } = subscription;
  const listener = await listenerOf(holder, Date.now());
  const refused = refusedTopic(topic, listener);
  if (refused?.ended === true) {
    counts.ended += 1;
    await end(connection);
    return undefined;
  }
  if (refused !== undefined) {
    counts.refused += 1;
    await removeSubscription(connection, topic);
    return { connection, messages: [{ type: "unsubscribed", topic, reason: refused.reason }] };
  }
  return { connection, messages: await messagesFor(content, subscription, listener) };
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

/** Sends messages one after the other. Returns what is left when one of them is late. */
async function send(
  { connection, messages }: Unsent,
  patience: number,
  counts: PushCounts,
): Promise<Unsent | undefined> {
  for (const [index, message] of messages.entries()) {
    const posted = await post(connection, JSON.stringify(message), patience);
    if (posted.result === "late") {
      return { connection, messages: messages.slice(index) };
    }
    counts[posted.result] += 1;
    switch (posted.result) {
      case "posted":
        break;
      case "gone":
        await removeConnection(connection);
        return undefined;
      case "slow":
      case "failed":
        await end(connection, posted);
        return undefined;
    }
  }
  return undefined;
}

/** Closes a connection and forgets what it subscribes to. */
async function end(connection: string, because?: Posted): Promise<void> {
  if (because !== undefined) {
    logger.warn("connection closed", { connection, ...because });
  }
  await removeConnection(connection);
  try {
    await close(connection);
  } catch (error) {
    // It hears of nothing more, and its end comes with time.
    logger.error("connection not closed", { connection, error });
  }
}
