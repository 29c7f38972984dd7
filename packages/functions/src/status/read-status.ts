import { businessDate } from "@ashiato/core/business-date";
import { needsOf } from "@ashiato/core/status/needs";
import { type Status, type StatusPart, statusParts, type StatusParts } from "@ashiato/core/status/status";
import { Resource } from "sst";
import { logger } from "../aws/telemetry.ts";
import { findCompleteThrough } from "../batch/complete-through.ts";
import { readAlarms } from "./read-alarms.ts";
import { readDeadLetters, readQueue } from "./read-queues.ts";
import { readInbox } from "./read-inbox.ts";
import { readLastRun } from "./read-last-run.ts";
import { readReports } from "./read-reports.ts";
import { readSchedule } from "./read-schedule.ts";

/** Well below the 30 seconds after which API Gateway gives up. */
const maxMilliseconds = 10_000;

const readers: Record<StatusPart, (now: number) => Promise<unknown>> = {
  reports: readReports,
  queue: readQueue,
  inbox: readInbox,
  lastRun: readLastRun,
  schedule: readSchedule,
  completeThrough: async () => (await findCompleteThrough(Resource.Downloads.name)) ?? null,
  deadLetters: readDeadLetters,
  alarms: readAlarms,
} satisfies { [Part in StatusPart]: (now: number) => Promise<StatusParts[Part]> };

/** Reads every part of the status at once. One that fails or takes too long is named among the unread. */
export async function readStatus(now: number): Promise<Status> {
  const { timeZone } = Resource.Settings;
  const parts: Partial<StatusParts> = {};
  const unread: Status["unread"] = [];
  await Promise.all(
    statusParts.map(async (part) => {
      try {
        Object.assign(parts, { [part]: await inTime(readers[part](now)) });
      } catch (error) {
        logger.warn("part of the status not read", { part, error });
        unread.push({ part, reason: error instanceof Error ? error.message : String(error) });
      }
    }),
  );
  return {
    stage: Resource.App.stage,
    timeZone,
    at: new Date(now).toISOString(),
    today: businessDate(now, timeZone),
    ...parts,
    needs: needsOf(parts),
    unread,
  };
}

/** Throws an Error if the promise takes too long. */
async function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`It was not read within ${maxMilliseconds / 1_000} seconds`)),
    maxMilliseconds,
  );
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
