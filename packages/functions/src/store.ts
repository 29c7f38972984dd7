import type { Context } from "aws-lambda";
import { Resource } from "sst";
import { FunctionError } from "./errors.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { countStored, storedReports } from "./store/count-stored.ts";
import { ChunkFlow } from "./store/chunk-flow.ts";
import { deleteMessages } from "./store/delete-messages.ts";
import { receiveMessages } from "./store/receive-messages.ts";
import { writeChunk } from "./store/write-chunk.ts";

/**
 * Counts of an invocation: messages received, reports written, rows dropped as duplicates, messages rejected,
 * lines of rejected reports written, work objects and their bytes.
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

/**
 * Drains the queue into `work/`, chunk by chunk: writes the object, then deletes the messages. A crash in
 * between repeats work and loses nothing. Throws StoreFailed, once every other chunk is safe, if one could
 * not be written or its messages could not be deleted: they return to the queue.
 */
export async function handler(
  _event: unknown,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<StoreCounts> {
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
  const limits = { messages: Settings.storeFlushMessages, bytes: Settings.storeFlushBytes };
  const flow = new ChunkFlow(limits, async (chunk, number) => {
    const written = await writeChunk(Lake.name, chunk, { storedAt: new Date(), chunk: number });
    counts.reports += chunk.rows.length;
    counts.duplicates += chunk.duplicates;
    counts.rejected += chunk.rejected.length;
    counts.rejectedReports += chunk.rejectedReports.length;
    counts.objects += written.objects;
    counts.bytes += written.bytes;
    await deleteMessages(Reports.url, chunk.receiptHandles);
    stored.add(chunk.rows);
    counts.messages += chunk.messages;
  });
  const receiveFailures = await receiveMessages(flow, {
    queueUrl: Reports.url,
    receivers: Settings.storeReceivers,
    waitSeconds: Settings.storeWaitSeconds,
    emptyReceives: Settings.storeEmptyReceives,
    hasTime: () => context.getRemainingTimeInMillis() > Settings.storeReserveSeconds * 1_000,
  });
  await flow.end();
  const failures = [...receiveFailures, ...flow.failures, ...(await countStored(stored))];
  logger.info("store", { counts, failures: failures.map(String) });
  publishCounts("store", counts);
  if (failures.length > 0) {
    throw new FunctionError(
      "StoreFailed",
      `${failures.length} failed after ${counts.messages} messages were stored; the first failure: ${String(failures[0])}`,
      { cause: failures[0] },
    );
  }
  return counts;
}
