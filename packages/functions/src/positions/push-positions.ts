import { changesKey, pushedKey, snapshotKey } from "@ashiato/core/live-keys";
import { positionsText, readPositionsText } from "@ashiato/core/live/positions-file";
import { type PushedPositions, pushedPositionsSchema } from "@ashiato/core/push/pushed-positions";
import { findGzipText, putGzipText } from "../aws/gzip-objects.ts";
import { findJson, writeJson } from "../aws/objects.ts";
import { spread } from "../push/spread.ts";
import { hasSubscriptions } from "../push/subscriptions-table.ts";
import { findPositions } from "./stored-positions.ts";

/** How many devices have changed, and how many connections subscribe to positions. */
type Counts = { changed: number; subscriptions: number };

/**
 * Pushes the positions that differ from those that were pushed last, and keeps them as pushed. Only one such
 * call is at work at a time.
 *
 * Each subscription hears of each newer position at least once, and of no older one after it: a subscription
 * begins with the snapshot that the record of pushes names, and each later change comes behind it. So the
 * record names a snapshot before its changes are put on the queue, and changes of which the record does not
 * say that they are on it are put there again before any others.
 */
export async function pushPositions(bucket: string): Promise<Counts> {
  if (!(await hasSubscriptions("positions"))) {
    return { changed: 0, subscriptions: 0 };
  }
  const pushed = await findJson(bucket, pushedKey, pushedPositionsSchema);
  if (pushed?.isSpread === false) {
    await spreadChanges(bucket, pushed);
  }
  const current = await findPositions(bucket);
  if (current === undefined) {
    return { changed: 0, subscriptions: 0 };
  }
  const { mergedAt } = current;
  const before = pushed && (await findGzipText(bucket, pushed.snapshot));
  const known = new Set(before === undefined ? [] : readPositionsText(before.text).rows);
  const rows = current.rows.filter((row) => !known.has(row));
  if (rows.length === 0) {
    return { changed: 0, subscriptions: 0 };
  }
  const next = { snapshot: snapshotKey(mergedAt), changes: changesKey(mergedAt), isSpread: false };
  await putGzipText(bucket, next.snapshot, positionsText(current));
  await putGzipText(bucket, next.changes, positionsText({ mergedAt, rows }));
  await writeJson(bucket, pushedKey, next);
  return { changed: rows.length, subscriptions: await spreadChanges(bucket, next) };
}

async function spreadChanges(bucket: string, pushed: PushedPositions): Promise<number> {
  const { changes } = pushed;
  const subscriptions = await spread("positions", { id: changes, content: { positions: changes } });
  await writeJson(bucket, pushedKey, { ...pushed, isSpread: true } satisfies PushedPositions);
  return subscriptions;
}
