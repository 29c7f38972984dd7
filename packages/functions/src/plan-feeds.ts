import { businessDate } from "@ashiato/core/business-date";
import type { DueFeed } from "@ashiato/core/feeds/delivery";
import { type CurrentExport, dueFeeds, type KnownFeed } from "@ashiato/core/feeds/due-feeds";
import { Resource } from "sst";
import * as z from "zod";
import { listClients } from "./aws/clients-table.ts";
import { logger } from "./aws/telemetry.ts";
import { deliveredVersions } from "./batch/find-deliveries.ts";
import { findExports, findExportsOfDate, type FoundExport } from "./batch/find-exports.ts";
import { parseInput } from "./batch/parse-input.ts";

const inputSchema = z.object({
  date: z.iso.date(),
  /** Dates that the run published. */
  exported: z.array(z.iso.date()),
  /** The feed that the run is to make of its date, and no other. */
  feed: z.object({ client: z.string(), feed: z.string() }).nullable(),
});

/** A date changes until it is as old as the late window, and gets its last whole CSV a day after. */
const daysBeyondWindow = 8;
const dayMilliseconds = 86_400_000;

/**
 * Returns the feeds to make: the one that was asked for, or all that lack a version of a recent date or of
 * one that the run published. What is due follows from what is published and what is delivered, so that
 * whatever an earlier run failed to make is due again.
 */
export async function handler(event: unknown): Promise<{ feeds: DueFeed[] }> {
  const { date, exported, feed } = parseInput(inputSchema, event);
  if (feed !== null) {
    return { feeds: [{ ...feed, date }] };
  }
  const known = await knownFeeds();
  const feeds = known.length === 0 ? [] : dueFeeds(known, await currentExports(exported));
  logger.info("feeds due", { feeds });
  return { feeds };
}

async function knownFeeds(): Promise<KnownFeed[]> {
  const clients = (await listClients()).filter(({ status }) => status === "active");
  return Promise.all(
    clients.flatMap(({ id: client, feeds }) =>
      feeds.map(async (feed) => ({
        client,
        feed,
        delivered: await deliveredVersions({ client, feed: feed.id }),
      })),
    ),
  );
}

async function currentExports(exported: readonly string[]): Promise<CurrentExport[]> {
  const bucket = Resource.Downloads.name;
  const { timeZone, lateWindowDays } = Resource.Settings;
  const window = lateWindowDays + daysBeyondWindow;
  const from = businessDate(Date.now() - window * dayMilliseconds, timeZone);
  const to = businessDate(Date.now() + dayMilliseconds, timeZone);
  const { exports } = await findExports(bucket, { from, to, maxDates: window + 2 });
  const others = exported.filter((date) => date < from || date > to);
  const found: FoundExport[] = [
    ...exports,
    ...(await Promise.all(others.map((date) => findExportsOfDate(bucket, date)))).flat(),
  ];
  return found
    .filter(({ current }) => current)
    .map(({ document: { date, version, createdAt } }) => ({ date, version, createdAt }));
}
