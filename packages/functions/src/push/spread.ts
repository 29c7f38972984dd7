import { groupOf, type Push, type PushContent, pushesOf, type Subscription } from "@ashiato/core/push/push";
import type { Topic } from "@ashiato/core/push/topics";
import { hash } from "node:crypto";
import { Resource } from "sst";
import { sendMessage } from "../aws/sqs-calls.ts";
import { subscriptionsTo } from "./subscriptions-table.ts";

/** Something to be pushed. What has the same id within five minutes is pushed once. */
export type Spread = { id: string; content: PushContent };

/** Puts what is to be pushed on the queue, for all that subscribe to a topic. Returns their number. */
export async function spread(topic: Topic, what: Spread): Promise<number> {
  let count = 0;
  for await (const subscriptions of subscriptionsTo(topic)) {
    count += subscriptions.length;
    await spreadTo(subscriptions, what);
  }
  return count;
}

/** The same, for some subscriptions. */
export async function spreadTo(
  subscriptions: readonly Subscription[],
  { id, content }: Spread,
): Promise<void> {
  const byGroup = Map.groupBy(subscriptions, ({ connection }) => groupOf(connection));
  await Promise.all(
    Array.from(byGroup, async ([group, members]) => {
      for (const push of pushesOf(id, content, members)) {
        await send(group, push);
      }
    }),
  );
}

async function send(group: string, push: Push): Promise<void> {
  const [first] = push.subscriptions;
  await sendMessage({
    QueueUrl: Resource.Pushes.url,
    MessageBody: JSON.stringify(push),
    MessageGroupId: group,
    MessageDeduplicationId: hash("sha256", `${push.id}\n${first?.connection ?? ""}`, "hex"),
  });
}
