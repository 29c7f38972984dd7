import { basename, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { calendarOf } from "../report/calendar.ts";
import { lastDate, shiftDays } from "../report/shift.ts";
import { numberText } from "../terminal/text-table.ts";
import { bar } from "./bar.ts";
import { type Command, type Io, readWords, UsageError, wholeNumber } from "./command.ts";
import { askReceiver } from "../report/ask-receiver.ts";
import { Checkpoint } from "./send/checkpoint.ts";
import { type InputFile, lineReport, lookThrough, readBatches } from "./send/input-file.ts";
import { postReports } from "./send/post-reports.ts";
import { RejectsFile } from "./send/rejects-file.ts";
import { type CommandStage, openStage } from "./stage.ts";

export const sendCommand: Command = {
  name: "send",
  summary: "sends the reports of a CSV file",
  help: `Sends the reports of a CSV file, plain or gzip. Columns go by name: device_id, recorded_at, latitude, longitude and any optional ones of a report.

  npm run ashiato -- send FILE.csv[.gz] [--shift auto|N] [--rate N]

  --shift auto|N     move all times by N whole days; auto brings the newest onto yesterday (default 0)
  --rate N           at most N reports a second (default: as fast as answers come)
  --batch N          reports in a request, up to 1000 (default 200)
  --parallel N       requests under way at a time (default 4)
  --patience N       seconds to go on trying while the API takes nothing (default 60)
  --rejects FILE     where rejected reports go, with the reasons (default out/FILE.rejected.csv)
  --restart          begin anew, even if an earlier sending of the file was interrupted
  --stage, --json: see npm run ashiato -- --help

An interrupted sending goes on where it was when the same command runs again, unless the stage was made anew meanwhile; reports that are sent twice count once. The exit code is 0 when every
report is decided, rejected ones included.`,
  async run(words, io) {
    const options = {
      shift: { type: "string", default: "0" },
      rate: { type: "string" },
      batch: { type: "string", default: "200" },
      parallel: { type: "string", default: "4" },
      patience: { type: "string", default: "60" },
      rejects: { type: "string" },
      restart: { type: "boolean", default: false },
    } as const;
    const { values, positionals } = readWords(words, options, ["FILE"]);
    const path = resolve(positionals[0] ?? "");
    const batch = wholeNumber("--batch", values.batch);
    if (batch > 1000) {
      throw new UsageError(`One request carries at most 1000 reports, got --batch ${batch}`);
    }
    const pace = values.rate === undefined ? undefined : wholeNumber("--rate", values.rate);
    const parallel = wholeNumber("--parallel", values.parallel);
    const patienceSeconds = wholeNumber("--patience", values.patience);
    const stage = await openStage(values);
    io.progress.update(`Looking through ${path}`);
    const file = await lookThrough(path);
    const token = stage.tokens.ingest;
    if (token === "") {
      throw new Error("The ingest token is missing: put it into ASHIATO_INGEST_TOKEN");
    }
    const receiver = await askReceiver({ apiUrl: stage.apiUrl, token, signal: io.signal });
    const checkpoint = await Checkpoint.open(
      resolve(values.directory, "../send"),
      { path, bytes: file.bytes, modified: file.modified, stage: stage.stage, receiver, batch },
      {
        shiftDays: () => wantedShift(values.shift, file, stage),
        restart: values.restart,
        say: (line) => io.progress.say(line),
      },
    );
    const rejects = await RejectsFile.open(
      values.rejects ?? join("out", `${basename(path).replace(/\.csv(\.gz)?$/, "")}.rejected.csv`),
      checkpoint.resumed,
      (line) => io.progress.say(line),
    );
    const before = checkpoint.counts;
    if (checkpoint.resumed) {
      io.progress.say(`Going on after ${numberText(before.accepted + before.rejected)} reports`);
    }
    const seconds = await sendFile({
      file,
      batch,
      parallel,
      pace,
      patienceSeconds,
      checkpoint,
      rejects,
      receiver,
      stage,
      io,
    });
    const decided = checkpoint.counts.accepted + checkpoint.counts.rejected;
    if (decided !== file.reports) {
      throw new Error(
        `${path} changed while it was sent: it had ${numberText(file.reports)} reports, and ${numberText(decided)} are decided. The same command begins anew`,
      );
    }
    await checkpoint.remove();
    const { accepted, rejected, shiftDays: days } = checkpoint.counts;
    const outcome = {
      reports: file.reports,
      accepted,
      rejected,
      shiftDays: days,
      resumed: checkpoint.resumed,
      seconds: Math.round(seconds * 10) / 10,
      ...(rejected > 0 && { rejects: rejects.path }),
    };
    io.print(values.json ? JSON.stringify(outcome) : outcomeText(outcome));
    return 0;
  },
};

type Work = {
  file: InputFile;
  batch: number;
  parallel: number;
  pace: number | undefined;
  patienceSeconds: number;
  checkpoint: Checkpoint;
  rejects: RejectsFile;
  receiver: string;
  stage: CommandStage;
  io: Io;
};

/** Sends what the checkpoint does not have yet; gives the seconds that it took. */
async function sendFile({ io, stage, checkpoint, rejects, ...work }: Work): Promise<number> {
  const began = performance.now();
  const stop = new AbortController();
  const signal = AbortSignal.any([io.signal, stop.signal]);
  const target = {
    apiUrl: stage.apiUrl,
    token: stage.tokens.ingest,
    receiver: work.receiver,
    signal,
    patienceSeconds: work.patienceSeconds,
    onRetry: (reason: string) => io.progress.update(`Trying again: ${reason}`),
  };
  const { shiftDays: days } = checkpoint.counts;
  const batches = readBatches(work.file.path, work.batch);
  let due = began;
  const sender = async (): Promise<void> => {
    for await (const { index, lines } of batches) {
      if (checkpoint.isDone(index)) {
        continue;
      }
      if (work.pace !== undefined) {
        const start = Math.max(due, performance.now());
        due = start + (lines.length / work.pace) * 1000;
        await sleep(start - performance.now(), undefined, { signal });
      }
      const rejections = await postReports(
        lines.map((line) => lineReport(line, days)),
        target,
      );
      await rejects.add(lines, rejections);
      await checkpoint.decided(index, {
        accepted: lines.length - rejections.length,
        rejected: rejections.length,
      });
      io.progress.update(progressText(checkpoint.counts, work.file.reports));
    }
  };
  try {
    await Promise.all(Array.from({ length: work.parallel }, sender));
  } catch (error) {
    stop.abort();
    io.progress.say("Not all is sent; the same command goes on from here");
    throw io.signal.aborted ? io.signal.reason : error;
  }
  return (performance.now() - began) / 1000;
}

function wantedShift(text: string, { newest, path }: InputFile, { timeZone }: CommandStage): number {
  if (text !== "auto") {
    return wholeNumber("--shift", text, Number.MIN_SAFE_INTEGER);
  }
  if (newest === undefined) {
    throw new RangeError(
      `${path} has no line whose recorded_at can be read: --shift auto has nothing to go by`,
    );
  }
  const calendar = calendarOf(timeZone);
  return shiftDays("auto", newest, { calendar, lastDate: lastDate(calendar, Date.now()) });
}

function progressText({ accepted, rejected }: { accepted: number; rejected: number }, total: number): string {
  const sent = accepted + rejected;
  return `${bar(sent, total)} ${numberText(sent)} of ${numberText(total)} reports, ${numberText(rejected)} rejected`;
}

type Counts = {
  reports: number;
  accepted: number;
  rejected: number;
  shiftDays: number;
  seconds: number;
  rejects?: string;
};

function outcomeText({ reports, accepted, rejected, shiftDays: days, seconds, rejects }: Counts): string {
  const moved = days === 0 ? "" : `, moved by ${days} days`;
  return [
    `${numberText(reports)} reports in ${seconds} s${moved}: ${numberText(accepted)} accepted, ${numberText(rejected)} rejected`,
    ...(rejects === undefined ? [] : [`Rejected reports, with the reasons: ${rejects}`]),
  ].join("\n");
}
