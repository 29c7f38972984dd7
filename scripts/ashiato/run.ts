import type { Run } from "@ashiato/core/api/schemas";
import { storeAll } from "../stage/store-reports.ts";
import { numberText, textTable } from "../terminal/text-table.ts";
import { startRun, watchRun } from "../api/watch-run.ts";
import { type Command, readWords } from "./command.ts";
import { queueDepth } from "./queue-depth.ts";
import { causeText } from "./run/cause-text.ts";
import { leftText } from "./run/left-text.ts";
import { openStage } from "./stage.ts";
import { counted } from "../terminal/counted.ts";

export const runCommand: Command = {
  name: "run",
  summary: "runs the daily batch and shows its progress",
  help: `Runs the daily batch and shows its progress. Exits 0 only if the batch succeeds.

  npm run ashiato -- run [--date DATE] [--store]

  --date DATE  business date, yyyy-MM-dd (default: yesterday); dates with late reports are exported too
  --store      drain the queue first, as the schedule does every 5 minutes
  --stage, --json: see npm run ashiato -- --help`,
  async run(words, io) {
    const { values } = readWords(words, {
      date: { type: "string" },
      store: { type: "boolean", default: false },
    });
    const stage = await openStage(values);
    if (values.store) {
      io.progress.update("Storing the messages on the queue");
      const { reports } = await storeAll(stage.storeFunction, io.signal);
      io.progress.say(`Stored ${counted(reports, "report")}`);
    }
    const { waiting } = await queueDepth(stage.reportsQueueUrl);
    if (waiting > 0) {
      io.progress.say(
        `${counted(waiting, "message is", "messages are")} on the queue: a later run will export them, or use --store`,
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
  const {
    status,
    ledger,
    exports,
    superseded = [],
    left = [],
    statements,
    alreadyRunning,
    error,
    cause,
  } = run;
  if (alreadyRunning !== undefined) {
    return `Another run is already processing the inbox and will export this date too, or name it among those that it leaves: ${alreadyRunning}`;
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
    `${counted(ledger.rowsRead, "row")} from ${counted(ledger.objects, "object")}, ${numberText(ledger.rowsRejected)} rejected`;
  const rows = (exports ?? []).map((each) => [each.date, each.version, each.rows, each.bytes]);
  const gaveWay = superseded.map(
    ({ date, version, by }) =>
      `Version ${version} of ${date} gave way to version ${by.version} of run ${by.run}, with ${counted(by.rows, "row")}`,
  );
  return [read, textTable(["date", "version", "rows", "bytes"], rows), ...gaveWay, ...leftText(left)]
    .filter((part) => part !== undefined)
    .join("\n");
}
