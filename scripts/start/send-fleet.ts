import { askReceiver } from "../api/ask-receiver.ts";
import { runBatch } from "../api/run-batch.ts";
import { sendReports } from "../api/send-reports.ts";
import { fleetReports } from "../fleet/fleet.ts";
import { calendarOf } from "../report/calendar.ts";
import { lastDate } from "../report/shift.ts";
import { storeAll } from "../stage/store-reports.ts";
import { counted } from "../terminal/counted.ts";
import { numberText } from "../terminal/text-table.ts";

/** The demo's own fleet: equal reports each time, so that a second start on the same day adds none. */
const seed = 1;
const reportsOfDevice = 40;
const patienceSeconds = 60;

export type FilledStage = {
  apiUrl: string;
  tokens: { ingest: string; download: string };
  storeFunction: string;
  /** Ends each command of the stage: empty, or ` --directory '…'`. */
  directoryOption: string;
  /** How many reports the fleet makes on its day. */
  reports: number;
  timeZone: string;
  now: number;
  say: (line: string) => void;
  signal: AbortSignal;
};

/**
 * Fills a running stage with yesterday's reports of the demo's fleet: sends them, drains the queue and runs
 * the daily batch, and says what became of the reports and where to look at them. Throws what a step throws.
 */
export async function sendFleet({
  apiUrl,
  tokens,
  storeFunction,
  directoryOption,
  reports: size,
  timeZone,
  now,
  say,
  signal,
}: FilledStage): Promise<void> {
  const devices = Math.ceil(size / reportsOfDevice);
  const calendar = calendarOf(timeZone);
  const date = lastDate(calendar, now);
  const reports = fleetReports({ seed, devices, reports: size, date, calendar, now });
  say(
    `Sending a day of ${counted(devices, "device")} around Tokyo: ${counted(reports.length, "report")}, some twice, some late, some wrong on purpose`,
  );
  const receiver = await askReceiver({ apiUrl, token: tokens.ingest, signal });
  let accepted = 0;
  let rejected = 0;
  let shown = 0;
  await sendReports(reports, {
    apiUrl,
    token: tokens.ingest,
    receiver,
    signal,
    patienceSeconds,
    onRetry: (reason) => say(`Trying again: ${reason}`),
    onBatch: async (batch) => {
      accepted += batch.accepted.length;
      rejected += batch.rejected.length;
      const quarter = Math.floor((4 * (accepted + rejected)) / reports.length);
      if (quarter > shown) {
        shown = quarter;
        say(`Sent ${numberText(accepted + rejected)} of ${counted(reports.length, "report")}`);
      }
    },
  });
  say("Draining the queue, and running the daily batch");
  const { duplicates } = await storeAll(storeFunction, signal);
  const api = { apiUrl, tokens };
  const { exports } = await runBatch({ api, date, signal, update: () => undefined });
  const rows = exports.reduce((sum, each) => sum + each.rows, 0);
  const dates = exports.map((each) => each.date);
  const device = reports.find((each) => each.row?.date === date && each.verdict === "accepted")?.row
    ?.deviceId;
  say(`
Accepted ${counted(accepted, "report")}; ${numberText(rejected)} were wrong on purpose, and were answered with the reasons.
${numberText(duplicates)} were sent twice in one drain, and dropped; the export drops those of different drains.
Exported ${counted(rows, "row")} of ${counted(exports.length, "date")}: ${dates.join(", ")}.

In another terminal, in this folder:

  npm run ashiato -- fetch ${date}${directoryOption}
  npm run ashiato -- fetch ${date} --device ${device} --format gpx${directoryOption}
  npm run ashiato -- query "SELECT device_id, COUNT(DISTINCT report_id) AS reports FROM lake.locations WHERE dt = '${date}' GROUP BY 1 ORDER BY 2 DESC LIMIT 5"${directoryOption}
`);
}
