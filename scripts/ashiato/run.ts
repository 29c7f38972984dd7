import type { Run } from "@ashiato/core/api/run-schemas";
import { numberText, textTable } from "../terminal/text-table.ts";
import { startRun, watchRun } from "../api/watch-run.ts";
import { calendarDate, type Command, readWords } from "./command.ts";
import { queueDepth } from "./queue-depth.ts";
import { feedResultText } from "./run/feed-result-text.ts";
import { leftText } from "./run/left-text.ts";
import { type CommandStage, openStage } from "./stage.ts";
import { counted } from "../terminal/counted.ts";
import { readableTime } from "../report/zoned-time.ts";

export const runCommand: Command = {
  help: `Drains the queue, runs the daily batch and shows its progress.

  npm run ashiato -- run [--date DATE] [--no-store]

For example: npm run ashiato -- run --date yesterday

The run first stores everything that was accepted before it began. Every date that received reports since its last export is exported, today included, and yesterday in any case.
  --date DATE  export this business date, yyyy-MM-dd or today, in place of yesterday
  --no-store   leave the queue as it is: the schedule drains it every 5 minutes
  --stage, --json: see npm run ashiato -- --help

Exits 0 only if the batch succeeds, and not if another run was at work already.`,
  async run(words, io) {
    const { values } = readWords(words, {
      date: { type: "string" },
      store: { type: "boolean", default: true },
    });
    const wanted = values.date === undefined ? undefined : calendarDate("--date", values.date);
    const stage = await openStage(values);
    const date = wanted?.(stage);
    if (!values.store) {
      const { waiting } = await queueDepth(stage.reportsQueueUrl);
      if (waiting > 0) {
        io.progress.say(
          `${counted(waiting, "message stays", "messages stay")} on the queue, for a later run to export`,
        );
      }
    }
    const run = await startRun(stage, { date, drain: values.store, signal: io.signal });
    io.progress.say(`Run ${run}`);
    const ended = await watchRun(stage, run, {
      update: (text) => io.progress.update(text),
      signal: io.signal,
    });
    io.print(values.json ? JSON.stringify(ended) : outcome(ended, stage));
    const newest = [...(ended.unchanged ?? []), ...(ended.exports ?? [])].findLast(({ rows }) => rows > 0);
    if (newest !== undefined) {
      io.progress.say(`To get a CSV: npm run ashiato -- fetch ${newest.date}${stageOption(stage)}`);
    }
    return ended.status === "SUCCEEDED" && ended.alreadyRunning === undefined ? 0 : 1;
  },
};

/** Returns the option by which another command finds the same stage. */
function stageOption({ isLocal, stage }: CommandStage): string {
  return isLocal ? "" : ` --stage ${stage}`;
}

/** Returns what the ARNs of a state machine's executions begin with. */
function executionsOf(stateMachineArn: string): string {
  return `${stateMachineArn.replace(":stateMachine:", ":execution:")}:`;
}

function outcome(run: Run, { timeZone, dailyBatchArn }: CommandStage): string {
  const {
    status,
    ledger,
    exports,
    supplements = [],
    unchanged = [],
    superseded = [],
    left = [],
    feeds = [],
    completeThrough,
    statements,
    alreadyRunning,
    error,
    cause,
  } = run;
  if (alreadyRunning !== undefined && !alreadyRunning.startsWith(executionsOf(dailyBatchArn))) {
    return `A repair by ashiato reconcile has the inbox for a moment; the next run exports this date: start it again. ${alreadyRunning}`;
  }
  if (alreadyRunning !== undefined) {
    return `Another run is already processing the inbox and will export this date too, or name it among those that it leaves: ${alreadyRunning}`;
  }
  if (status !== "SUCCEEDED") {
    const failed = statements.filter((statement) => statement.error !== undefined);
    return [
      `${status} in the phase ${run.phase}: ${[error, cause].filter((part) => part !== undefined).join(": ") || "no reason given"}`,
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
  const late = supplements.map(
    ({ date, version, supplement, rows: count }) =>
      `${date}: ${counted(count, "late row")} as supplement ${supplement} of version ${version}`,
  );
  const same = unchanged.map(
    ({ date, version, rows: count }) => `${date} is unchanged: version ${version}, ${counted(count, "row")}`,
  );
  const times =
    run.stoppedAt &&
    `From ${readableTime(run.startedAt, timeZone)} to ${readableTime(run.stoppedAt, timeZone)}`;
  const through =
    completeThrough === undefined
      ? "The queue is not drained: reports that came before the run began may wait for the next one"
      : `The exports hold every report accepted before ${readableTime(completeThrough, timeZone)}`;
  return [
    times,
    read,
    rows.length === 0 ? undefined : textTable(["date", "version", "rows", "bytes"], rows),
    ...late,
    ...same,
    ...gaveWay,
    ...leftText(left),
    ...feeds.map(feedResultText),
    through,
  ]
    .filter((part) => part !== undefined)
    .join("\n");
}
