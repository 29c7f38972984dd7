import { crc32 } from "node:zlib";
import * as z from "zod";
import { holderSchema } from "../clients/client-use.ts";
import { subscribeSchema } from "./client-message.ts";
import { eventMessageSchema, runMessageSchema } from "./server-message.ts";
import { topics } from "./topics.ts";

const { devices, box } = subscribeSchema.shape;

/** What a connection subscribes to, as the table keeps it. */
export const subscriptionSchema = z.object({
  topic: z.enum(topics),
  connection: z.string(),
  holder: holderSchema,
  devices,
  box,
});

export type Subscription = z.infer<typeof subscriptionSchema>;

/** What is to be sent: a message, or the positions of an object, which would not fit into a message. */
const contentSchema = z.union([
  z.strictObject({ message: z.discriminatedUnion("type", [eventMessageSchema, runMessageSchema]) }),
  z.strictObject({ positions: z.string() }),
]);

/** One message of the queue of pushes: something to be sent to some connections. */
export const pushSchema = z.strictObject({
  /** Of the same connection, what has this id again is the same. */
  id: z.string(),
  content: contentSchema,
  subscriptions: z.array(subscriptionSchema),
});

export type PushContent = z.infer<typeof contentSchema>;
export type Push = z.infer<typeof pushSchema>;

/**
 * Groups of connections. The queue hands out the messages of a group one by one, so that what is sent to a
 * connection keeps its order, and groups at the same time.
 */
const groups = 16;

/** Returns the group of a connection. */
export function groupOf(connection: string): string {
  return `group-${crc32(connection) % groups}`;
}

/** Connections of one message of the queue: a function has sent to so many long before its time is up. */
const maxSubscriptions = 200;
/** Of their text: a message of SQS may have 1 MiB, and what is pushed takes up to 128 KB of it. */
const maxSubscriptionsBytes = 500_000;

/** Returns the pushes of some content to the connections of one group. */
export function pushesOf(id: string, content: PushContent, subscriptions: readonly Subscription[]): Push[] {
  return cut(subscriptions, { maxCount: maxSubscriptions, maxBytes: maxSubscriptionsBytes }).map((part) => ({
    id,
    content,
    subscriptions: part,
  }));
}

/**
 * Cuts a list into parts of at most so many items, whose JSON has at most so many bytes; an item that is
 * larger is a part of its own.
 */
export function cut<Item>(
  items: readonly Item[],
  { maxCount, maxBytes }: { maxCount: number; maxBytes: number },
): Item[][] {
  const parts: Item[][] = [];
  let part: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (part.length > 0 && (part.length === maxCount || bytes + size > maxBytes)) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(item);
    bytes += size;
  }
  return part.length === 0 ? parts : [...parts, part];
}
