import { setTimeout as sleep } from "node:timers/promises";
import { drainKey, drainPrefix, parseDrainKey } from "@ashiato/core/run-keys";
import { deleteObjects, listKeys, writeJson } from "../aws/objects.ts";

/** Clocks of functions and of SQS differ by less. */
export const maxSkewMilliseconds = 5_000;
const lookMilliseconds = 500;

/**
 * Leaves a record of a drain before it receives a message. It is there as long as a message may be in flight
 * that this drain has received: until `endDrain`, or, of a drain that fails or is killed, until all that it
 * received is visible on the queue again.
 * @param milliseconds that the drain may take, and then a message of it to become visible again
 */
export async function beginDrain(bucket: string, id: string, milliseconds: number): Promise<string> {
  const now = Date.now();
  const key = drainKey({ until: now + milliseconds + maxSkewMilliseconds, id });
  await writeJson(bucket, key, { startedAt: new Date(now).toISOString() });
  return key;
}

/** Removes a drain's record, once everything that the queue handed out to it is stored and deleted. */
export async function endDrain(bucket: string, key: string): Promise<void> {
  await deleteObjects(bucket, [key]);
}

/**
 * Waits for the drains that are at work now, and returns whether each has stored all that it received. False
 * if one has not when it should have ended, or if the time is up: what it received must then be looked for
 * on the queue again.
 * @param since when the caller began to look at the queue, in milliseconds: what was in flight until before
 *   then it has received itself
 */
export async function othersHaveEnded(
  bucket: string,
  since: number,
  hasTime: () => boolean,
): Promise<boolean> {
  const others = await drainsAfter(bucket, since);
  for (let left = others; left.length > 0;) {
    if (!hasTime() || left.some(({ until }) => until <= Date.now())) {
      return false;
    }
    await sleep(lookMilliseconds);
    const present = new Set((await drainsAfter(bucket, since)).map(({ key }) => key));
    left = others.filter(({ key }) => present.has(key));
  }
  return true;
}

async function drainsAfter(bucket: string, since: number): Promise<{ key: string; until: number }[]> {
  const drains: { key: string; until: number }[] = [];
  for await (const key of listKeys(bucket, drainPrefix)) {
    const until = parseDrainKey(key)?.until ?? 0;
    if (until > since) {
      drains.push({ key, until });
    }
  }
  return drains;
}
