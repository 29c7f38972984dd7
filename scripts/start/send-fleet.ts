import { askReceiver } from "../api/ask-receiver.ts";
import { runBatch } from "../api/run-batch.ts";
import { sendReports } from "../api/send-reports.ts";
import { fleetReports } from "../fleet/fleet.ts";
import { calendarOf } from "../report/calendar.ts";
import { lastDate } from "../report/shift.ts";
import { storeAll } from "../stage/store-reports.ts";
import { counted } from "../terminal/counted.ts";

/** The demo's own fleet: equal reports each time, so that a second start on the same day adds none. */
const fleet = { seed: 1, devices: 500, reports: 20_000 };
const patienceSeconds = 60;

export type FilledStage = {
  apiUrl: string;
  tokens: { ingest: string; download: string };
  storeFunction: string;
  timeZone: string;
  now: number;
  say: (line: string) => void;
  signal: AbortSignal;
};

/**
 * Fills a running stage with yesterday's reports of the demo's fleet: sends them, drains the queue and runs
 * the daily batch. Throws what a step throws.
 */
export async function sendFleet({
  apiUrl,
  tokens,
  storeFunction,
  timeZone,
  now,
  say,
  signal,
}: FilledStage): Promise<void> {
  const calendar = calendarOf(timeZone);
  const date = lastDate(calendar, now);
  const reports = fleetReports({ ...fleet, date, calendar, now });
  say(
    `Sending the demo's fleet: ${counted(reports.length, "report")} of ${counted(fleet.devices, "device")}`,
  );
  const receiver = await askReceiver({ apiUrl, token: tokens.ingest, signal });
  let rejected = 0;
  await sendReports(reports, {
    apiUrl,
    token: tokens.ingest,
    receiver,
    signal,
    patienceSeconds,
    onRetry: (reason) => say(`Trying again: ${reason}`),
    onBatch: async (batch) => {
      rejected += batch.rejected.length;
    },
  });
  say(`Sent the fleet; ${counted(rejected, "report")} made wrong on purpose were rejected`);
  await storeAll(storeFunction, signal);
  const { exports } = await runBatch({ api: { apiUrl, tokens }, date, signal, update: () => undefined });
  say(
    `The stage holds the fleet's day: npm run ashiato -- fetch ${date} (${counted(exports.length, "date")} exported)`,
  );
}
