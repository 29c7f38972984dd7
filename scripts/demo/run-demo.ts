import { join } from "node:path";
import { calendarOf } from "../report/calendar.ts";
import { askReceiver } from "../api/ask-receiver.ts";
import type { DemoReport } from "../report/demo-report.ts";
import { checkExports } from "./check-exports.ts";
import type { DemoArguments } from "./demo-arguments.ts";
import { type DemoStage, startDemoStage } from "./demo-stage.ts";
import { fetchExports } from "./fetch-exports.ts";
import { makeReports } from "./make-reports.ts";
import { type Phase, Phases } from "./phases.ts";
import type { Progress } from "../terminal/progress.ts";
import { type BatchOutput, runBatch } from "../api/run-batch.ts";
import { sendReports } from "../api/send-reports.ts";
import { SendingCounts } from "./sending-counts.ts";
import { appendSentLog, readSentLog } from "./sent-log.ts";
import { lastDate } from "../report/shift.ts";
import { addCounts, storeAll, type StoreCounts, storeOnce } from "../stage/store-reports.ts";
import type { Summary } from "./summary.ts";
import { Tally } from "./tally.ts";
import { numberText } from "../terminal/text-table.ts";
import { counted } from "../terminal/counted.ts";

/** A local stage answers sooner, unless it is broken. */
const patienceSeconds = 60;

export type DemoSurroundings = {
  /** Folder of `sst.config.ts`. */
  root: string;
  /** Where the stage keeps its state. */
  directory: string;
  progress: Progress;
  signal: AbortSignal;
};

export type DemoResult = {
  summary: Summary;
  /** A sentence for each wrong behaviour of the app; none if the demo succeeded. */
  differences: string[];
  phases: Phase[];
};

/** State that the steps of a demo share. */
type Demo = DemoSurroundings & { options: DemoArguments; phases: Phases; stage: DemoStage };

/**
 * Runs the demo from its first report to its last CSV. Throws what any step throws; a wrong count is a
 * difference.
 */
export async function runDemo(options: DemoArguments, surroundings: DemoSurroundings): Promise<DemoResult> {
  const { root, directory, progress, signal } = surroundings;
  const calendar = calendarOf(options.timeZone);
  const now = Date.now();
  const date = lastDate(calendar, now);
  const { reports, about } = await makeReports(options, { calendar, date, now });
  progress.say(`${about}: ${counted(reports.length, "report")}`);

  const phases = new Phases(() => performance.now());
  progress.update("Starting the stage");
  await using stage = await phases.time("start", () =>
    startDemoStage({
      root,
      directory,
      keep: options.keep,
      verbose: options.verbose,
      say: (line) => progress.say(line),
    }),
  );
  signal.throwIfAborted();
  progress.say(`The stage is up: ${stage.apiUrl}`);

  const demo: Demo = { ...surroundings, options, phases, stage };
  const { counts, tally, stored } = await sendAndStore(demo, reports);
  const output = await distributeAndExport(demo, date);
  const exports = await phases.time("fetch", () =>
    fetchExports({
      apiUrl: stage.apiUrl,
      token: stage.downloadToken,
      dates: [date, ...tally.dates],
      directory: options.out,
      signal,
    }),
  );
  const differences = await phases.time("check", () => checkExports(exports, tally, options.timeZone));
  return {
    summary: {
      sent: counts.sent,
      accepted: counts.accepted,
      rejected: counts.rejected,
      stored: stored.reports,
      duplicates: stored.duplicates,
      ledger: output.ledger,
      exports: exports.map(({ date, version, rows, bytes, path }) => ({ date, version, rows, bytes, path })),
    },
    differences: [...counts.mistakes, ...differences],
    phases: phases.done,
  };
}

/**
 * Sends and stores in two windows, so that some reports are repeated in the second one: only the export can
 * drop those.
 */
async function sendAndStore(
  demo: Demo,
  reports: DemoReport[],
): Promise<{ counts: SendingCounts; tally: Tally; stored: StoreCounts }> {
  const { directory, progress, phases, stage, signal } = demo;
  const receiver = await askReceiver({ apiUrl: stage.apiUrl, token: stage.ingestToken, signal });
  // Named by the id of the stage: the CSVs of a new stage hold nothing that was sent to an old one.
  const log = join(directory, `sent-${receiver}.jsonl`);
  const tally = new Tally();
  for (const row of await readSentLog(log)) {
    tally.add(row);
  }
  const counts = new SendingCounts();
  const send = (part: DemoReport[]): Promise<void> =>
    sendReports(part, {
      apiUrl: stage.apiUrl,
      token: stage.ingestToken,
      receiver,
      signal,
      patienceSeconds,
      onRetry: (reason) => progress.update(`Trying again: ${reason}`),
      onBatch: async (batch) => {
        const rows = batch.accepted.flatMap(({ row }) => row ?? []);
        await appendSentLog(log, rows);
        rows.forEach((row) => tally.add(row));
        counts.add(batch);
        progress.update(`Sent ${numberText(counts.sent)} of ${counted(reports.length, "report")}`);
      },
    });

  const half = Math.ceil(reports.length / 2);
  await phases.time("send", () => send(reports.slice(0, half)));
  progress.update("Storing the first half");
  const first = await phases.time("store", () => storeOnce(stage.storeFunction, signal));
  await phases.time("send", () => send(reports.slice(half)));
  progress.say(`Sent ${counted(counts.sent, "report")}, ${counts.rejectedText}`);
  progress.update("Storing the rest");
  const rest = await phases.time("store", () => storeAll(stage.storeFunction, signal));
  const stored = addCounts(first, rest);
  progress.say(
    `Stored ${counted(stored.reports, "report")} in ${counted(stored.objects, "work object")}, ` +
      `dropped ${counted(stored.duplicates, "duplicate")}`,
  );
  return { counts, tally, stored };
}

async function distributeAndExport(
  { phases, stage, signal, progress }: Demo,
  date: string,
): Promise<BatchOutput> {
  progress.update("Starting the daily batch");
  const output = await phases.time("batch", () =>
    runBatch({
      api: { apiUrl: stage.apiUrl, tokens: { download: stage.downloadToken } },
      date,
      signal,
      update: (text) => progress.update(text),
    }),
  );
  const { ledger, exports } = output;
  progress.say(
    `DailyBatch distributed ${counted(ledger.rowsRead, "row")} and exported ${counted(exports.length, "date")}`,
  );
  return output;
}
