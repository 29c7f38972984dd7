import { randomUUID } from "node:crypto";
import { pushedKey } from "@ashiato/core/live-keys";
import type { Subscription } from "@ashiato/core/push/push";
import { pushedPositionsSchema } from "@ashiato/core/push/pushed-positions";
import { Resource } from "sst";
import { findJson } from "../aws/objects.ts";
import { askForRefresh } from "../push/ask-for-refresh.ts";
import { followRun } from "../push/follow-run.ts";
import { spreadTo } from "../push/spread.ts";

/**
 * Begins what only goes on while a connection subscribes to a topic: a run in progress is followed, and
 * positions are refreshed. A subscription to positions begins with those that were pushed last.
 */
export async function beginTopic(subscription: Subscription): Promise<void> {
  switch (subscription.topic) {
    case "exports":
    case "intake":
      return;
    case "runs":
      return followRun({ joined: subscription });
    case "positions":
      return beginPositions(subscription);
  }
}

async function beginPositions(subscription: Subscription): Promise<void> {
  const pushed = await findJson(Resource.Lake.name, pushedKey, pushedPositionsSchema);
  if (pushed !== undefined) {
    await spreadTo([subscription], { id: randomUUID(), content: { positions: pushed.snapshot } });
  }
  // Once a minute, however many subscribe: from now on each drain asks for a refresh by itself.
  await askForRefresh(`subscription ${Math.floor(Date.now() / 60_000)}`);
}
