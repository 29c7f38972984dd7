import type { Conclusion } from "@ashiato/core/daily-batch/output";
import { Resource } from "sst";
import * as z from "zod";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { releaseInbox, takeInbox } from "./batch/inbox-lock.ts";
import { parseInput } from "./batch/parse-input.ts";
import { advanceCompleteThrough } from "./batch/complete-through.ts";
import { listPendingDates } from "./batch/pending-dates.ts";
import { removeSuperseded } from "./conclude/remove-superseded.ts";

const inputSchema = z.object({
  run: z.string(),
  executionArn: z.string(),
  /** Dates that the run may still export. */
  room: z.int().nonnegative(),
  /** When the run began, if it has drained the queue of all that was sent before. */
  completeThrough: z.iso.datetime().nullable().default(null),
});

/**
 * Releases the inbox if nothing is pending, or if the run has exported as many dates as it may. Otherwise
 * another round must export what arrived in the meantime: dates that others requested, and rows that no
 * current export holds. The last look comes after the release, and a run that is asked for a date leaves its
 * marker before it tries to take the inbox. So no request is missed: either this run sees the marker, or the
 * other one takes the inbox.
 *
 * The last act of a run is to remove the files of versions that were replaced long ago.
 */
export async function handler(event: unknown): Promise<Conclusion> {
  const { run, executionArn, room, completeThrough } = parseInput(inputSchema, event);
  const { nothingPending, ...conclusion } = await conclude(executionArn, room);
  if (nothingPending && completeThrough !== null) {
    await advanceCompleteThrough(Resource.Downloads.name, completeThrough);
  }
  const removed =
    conclusion.result === "closed"
      ? await removeSuperseded(Resource.Downloads.name, Date.now(), Resource.Settings.supersededDays)
      : [];
  if (conclusion.result === "closed") {
    // An alarm counts these: a night without one has exported nothing.
    publishCounts("conclude", { closed: 1, datesLeft: conclusion.dates.length });
  }
  const level = conclusion.result === "closed" && conclusion.dates.length > 0 ? "warn" : "info";
  logger[level]("conclude", { run, room, conclusion, removed });
  return conclusion;
}

async function conclude(
  executionArn: string,
  room: number,
): Promise<Conclusion & { nothingPending: boolean }> {
  const bucket = Resource.Lake.name;
  if (room === 0 || (await listPendingDates(bucket)).size === 0) {
    await releaseInbox(bucket, executionArn);
  }
  const pending = await listPendingDates(bucket);
  const dates = [...pending.keys()].toSorted();
  if (room === 0 || dates.length === 0) {
    return { result: "closed", dates, nothingPending: dates.length === 0 };
  }
  // What arrived after the release belongs to the run that has the inbox now.
  return (await takeInbox(bucket, executionArn)) === executionArn
    ? { result: "pending", dates, nothingPending: false }
    : { result: "closed", dates: [], nothingPending: false };
}
