import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";
import { Resource } from "sst";
import * as z from "zod";
import { FunctionError } from "./errors.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { parseInput } from "./batch/parse-input.ts";
import { countStored, storedReports } from "./store/count-stored.ts";
import { ChunkFlow } from "./store/chunk-flow.ts";
import { deleteMessages } from "./store/delete-messages.ts";
import { beginDrain, endDrain, maxSkewMilliseconds, othersHaveEnded } from "./store/drain-record.ts";
import { refreshForSubscribers } from "./store/refresh-for-subscribers.ts";
import { receiveAll } from "./store/receive-messages.ts";
import { writeChunk } from "./store/write-chunk.ts";
import { writeLive } from "./store/write-live.ts";

/**
 * The counts of an invocation: messages received, reports written, rows dropped as duplicates, messages
 * rejected, lines of rejected reports written, work objects and their bytes.
 */
export type StoreCounts = {
  messages: number;
  reports: number;
  duplicates: number;
  rejected: number;
  rejectedReports: number;
  objects: number;
  bytes: number;
};

/** A run asks for all messages that were sent before it began; the schedule for those that are there. */
const inputSchema = z.looseObject({ through: z.iso.datetime({ offset: true }).optional() });

type Invocation = Pick<Context, "getRemainingTimeInMillis">;

/**
 * Drains the queue into `work/`, chunk by chunk: writes the object, then deletes the messages. A crash in
 * between repeats work and loses nothing. If a chunk cannot be written or its messages cannot be deleted,
 * throws StoreFailed once every other chunk is safe: the messages return to the queue.
 *
 * Answers a run that asks `through` a time whether the queue is `drained`: whether every message sent before
 * then is stored. The queue has no order and says nothing certain of itself, but two things together do:
 * this drain ended because no receiver found such a message any more, and each other drain that was at work
 * at that moment, which may have had the rest in flight, has stored all that it received.
 */
export async function handler(
  event: unknown,
  context: Invocation,
): Promise<StoreCounts & { drained?: boolean }> {
  const { through } = parseInput(inputSchema, event ?? {});
  const { Lake, Settings } = Resource;
  const hasTime = () => context.getRemainingTimeInMillis() > Settings.storeReserveSeconds * 1_000;
  const began = Date.now();
  const record = await beginDrain(
    Lake.name,
    randomUUID(),
    context.getRemainingTimeInMillis() + Settings.storeVisibilitySeconds * 1_000,
  );
  const sentBefore = through === undefined ? Infinity : Date.parse(through) + maxSkewMilliseconds;
  const { counts, exhausted, settled, failures } = await drain(sentBefore, hasTime);
  if (settled) {
    await endDrain(Lake.name, record);
  }
  if (counts.reports > 0) {
    await refreshForSubscribers(began);
  }
  if (failures.length > 0) {
    throw new FunctionError(
      "StoreFailed",
      `${failures.length} failed after ${counts.messages} messages were stored; the first failure: ${String(failures[0])}`,
      { cause: failures[0] },
    );
  }
  return through === undefined
    ? counts
    : { ...counts, drained: exhausted && settled && (await othersHaveEnded(Lake.name, began, hasTime)) };
}

/** What a drain has come to. */
type Drained = {
  counts: StoreCounts;
  /** Whether the queue looked empty at its end. */
  exhausted: boolean;
  /** Whether everything that the queue handed out to it is stored and deleted. */
  settled: boolean;
  failures: unknown[];
};

async function drain(sentBefore: number, hasTime: () => boolean): Promise<Drained> {
  const counts = {
    messages: 0,
    reports: 0,
    duplicates: 0,
    rejected: 0,
    rejectedReports: 0,
    objects: 0,
    bytes: 0,
  };
  const { Lake, Reports, Settings } = Resource;
  const stored = storedReports();
  const limits = {
    messages: Settings.storeFlushMessages,
    bytes: Settings.storeFlushBytes,
    lullMessages: Settings.storeLullMessages,
  };
  const flow = new ChunkFlow(limits, async (chunk, number) => {
    const name = { storedAt: new Date(), chunk: number };
    const written = await writeChunk(Lake.name, chunk, name);
    counts.reports += chunk.rows.length;
    counts.duplicates += chunk.duplicates;
    counts.rejected += chunk.rejected.length;
    counts.rejectedReports += chunk.rejectedReports.length;
    counts.objects += written.objects;
    counts.bytes += written.bytes;
    await Promise.all([
      deleteMessages(Reports.url, chunk.receiptHandles),
      writeLive(Lake.name, chunk.rows, { ...name, hash: written.hash }),
    ]);
    stored.add(chunk.rows);
    counts.messages += chunk.messages;
  });
  const received = await receiveAll(flow, {
    queueUrl: Reports.url,
    receivers: Settings.storeReceivers,
    waitSeconds: Settings.storeWaitSeconds,
    emptyReceives: Settings.storeEmptyReceives,
    sentBefore,
    hasTime,
  });
  await flow.end();
  const failures = [...received.failures, ...flow.failures, ...(await countStored(stored))];
  logger.info("store", { counts, clients: Object.fromEntries(stored.sums), failures: failures.map(String) });
  publishCounts("store", counts);
  const settled = received.messages === counts.messages && !received.lost;
  return { counts, exhausted: received.exhausted, settled, failures };
}
