import type { Run } from "@ashiato/core/api/schemas";
import { storeAll } from "../stage/store-reports.ts";
import { numberText, textTable } from "../terminal/text-table.ts";
import { startRun, watchRun } from "../api/watch-run.ts";
import { type Command, readWords } from "./command.ts";
import { queueDepth } from "./queue-depth.ts";
import { causeText } from "./run/cause-text.ts";
import { openStage } from "./stage.ts";

export const runCommand: Command = {
  name: "run",
  summary: "starts the daily batch and shows it until it ends",
  help: `Starts the daily batch and shows it live. The exit code is 0 only if it succeeds.

  npm run ashiato -- run [--date DATE] [--store]

  --date DATE  business date, yyyy-MM-dd (default: yesterday); dates of late reports are exported too
  --store      first drain the queue, as the schedule does every 5 minutes
  --stage, --json: see npm run ashiato -- --help`,
  async run(words, io) {
    const { values } = readWords(words, {
      date: { type: "string" },
      store: { type: "boolean", default: false },
    });
    const stage = await openStage(values);
    if (values.store) {
      io.progress.update("Storing what is on the queue");
      const { reports } = await storeAll(stage.storeFunction, io.signal);
      io.progress.say(`Stored ${numberText(reports)} reports`);
    }
    const { waiting } = await queueDepth(stage.reportsQueueUrl);
    if (waiting > 0) {
      io.progress.say(
        `${numberText(waiting)} messages are on the queue: a later run exports them, or this one with --store`,
      );
    }
    const run = await startRun(stage, { date: values.date, signal: io.signal });
    io.progress.say(`Run ${run}`);
    const ended = await watchRun(stage, run, {
      update: (text) => io.progress.update(text),
      signal: io.signal,
    });
    io.print(values.json ? JSON.stringify(ended) : outcome(ended));
    return ended.status === "SUCCEEDED" && ended.alreadyRunning === undefined ? 0 : 1;
  },
};

function outcome(run: Run): string {
  const { status, ledger, exports, superseded = [], statements, alreadyRunning, error, cause } = run;
  if (alreadyRunning !== undefined) {
    return `Another run had the inbox, and exports the date before it ends: ${alreadyRunning}`;
  }
  if (status !== "SUCCEEDED") {
    const failed = statements.filter((statement) => statement.error !== undefined);
    return [
      `${status}: ${error ?? ""} ${causeText(cause ?? "")}`,
      ...failed.map((statement) => `${statement.name} (${statement.id}): ${statement.error}`),
    ].join("\n");
  }
  const read =
    ledger &&
    `${numberText(ledger.rowsRead)} rows of ${ledger.objects} objects, ${ledger.rowsRejected} rejected`;
  const rows = (exports ?? []).map((each) => [each.date, each.version, each.rows, each.bytes]);
  const gaveWay = superseded.map(
    ({ date, version, by }) =>
      `Version ${version} of ${date} gave way to version ${by.version} of run ${by.run}, with ${numberText(by.rows)} rows`,
  );
  return [read, textTable(["date", "version", "rows", "bytes"], rows), ...gaveWay]
    .filter((part) => part !== undefined)
    .join("\n");
}
