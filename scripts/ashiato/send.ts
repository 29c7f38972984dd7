import { basename, join, resolve } from "node:path";
import { inputHelp, inputOptions, readInputOptions } from "../input/input-options.ts";
import { type InputFile, lookThrough, talliedLines } from "../input/look-through.ts";
import { deviceOfFile, type InputOptions } from "../input/read-input.ts";
import { calendarOf } from "../report/calendar.ts";
import { lastDate, shiftDays } from "../report/shift.ts";
import { numberText } from "../terminal/text-table.ts";
import { type Command, readWords, UsageError, wholeNumber } from "./command.ts";
import { askReceiver } from "../api/ask-receiver.ts";
import { Checkpoint } from "./send/checkpoint.ts";
import { RejectsFile } from "./send/rejects-file.ts";
import { sendFile } from "./send/send-file.ts";
import { type CommandStage, openStage } from "./stage.ts";

export const sendCommand: Command = {
  name: "send",
  summary: "sends the reports of a file",
  help: `Sends the reports of a file: CSV under the usual headings, GPX, KML, GeoJSON, Google's Timeline, OwnTracks recordings or NMEA, each also in gzip or zip.

  npm run ashiato -- send FILE [--shift auto|N] [--rate N]

${inputHelp}
  --shift auto|N     move all times by N whole days; auto brings the newest onto yesterday (default 0)
  --rate N           at most N reports a second (default: as fast as answers come)
  --batch N          reports in a request, up to 1000 (default 200)
  --parallel N       requests under way at a time (default 4)
  --patience N       seconds to go on trying while the API takes nothing (default 60)
  --rejects FILE     where rejected reports go, with the reasons (default out/FILE.rejected.csv)
  --restart          begin anew, even if an earlier sending of the file was interrupted
  --stage, --json: see npm run ashiato -- --help

npm run ashiato -- inspect FILE says beforehand what would be read. A line that cannot be read goes to the file of rejects with its place and reason. An
interrupted sending goes on where it was when the same command runs again, unless the stage was made anew meanwhile; reports that are sent twice count once.
The exit code is 0 when every report is decided, rejected ones included.`,
  async run(words, io) {
    const own = {
      ...inputOptions,
      shift: { type: "string", default: "0" },
      rate: { type: "string" },
      batch: { type: "string", default: "200" },
      parallel: { type: "string", default: "4" },
      patience: { type: "string", default: "60" },
      rejects: { type: "string" },
      restart: { type: "boolean", default: false },
    } as const;
    const { values, positionals } = readWords(words, own, ["FILE"]);
    const path = resolve(positionals[0] ?? "");
    const options = readInputOptions(values);
    const batch = wholeNumber("--batch", values.batch);
    if (batch > 1000) {
      throw new UsageError(`One request carries at most 1000 reports, got --batch ${batch}`);
    }
    const patienceSeconds = wholeNumber("--patience", values.patience);
    const stage = await openStage(values);
    io.progress.update(`Looking through ${path}`);
    const file = await lookThrough(path, options);
    for (const line of notices(file, options)) {
      io.progress.say(line);
    }
    const token = stage.tokens.ingest;
    if (token === "") {
      throw new Error("The ingest token is missing: put it into ASHIATO_INGEST_TOKEN");
    }
    const receiver = await askReceiver({ apiUrl: stage.apiUrl, token, signal: io.signal });
    const checkpoint = await Checkpoint.open(
      resolve(values.directory, "../send"),
      {
        path,
        bytes: file.bytes,
        modified: file.modified,
        stage: stage.stage,
        receiver,
        batch,
        options: JSON.stringify(options),
      },
      {
        shiftDays: () => wantedShift(values.shift, file, stage),
        restart: values.restart,
        say: (line) => io.progress.say(line),
      },
    );
    const rejects = await RejectsFile.open(
      values.rejects ??
        join("out", `${basename(path).replace(/(?:\.[A-Za-z0-9]{1,8}){1,2}$/, "")}.rejected.csv`),
      checkpoint.resumed,
      (line) => io.progress.say(line),
    );
    const before = checkpoint.counts;
    if (checkpoint.resumed) {
      io.progress.say(`Going on after ${numberText(before.accepted + before.rejected)} reports`);
    }
    const total = file.reports + file.refused;
    const seconds = await sendFile(
      {
        path,
        options,
        reports: total,
        batch,
        parallel: wholeNumber("--parallel", values.parallel),
        pace: values.rate === undefined ? undefined : wholeNumber("--rate", values.rate),
        checkpoint,
        rejects,
        target: { apiUrl: stage.apiUrl, token, receiver, patienceSeconds },
      },
      io,
    );
    const decided = checkpoint.counts.accepted + checkpoint.counts.rejected;
    if (decided !== total) {
      throw new Error(
        `${path} changed while it was sent: it had ${numberText(total)} reports, and ${numberText(decided)} are decided. The same command begins anew`,
      );
    }
    await checkpoint.remove();
    const { accepted, rejected, shiftDays: days } = checkpoint.counts;
    const outcome = {
      reports: total,
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

/** What a person should know before the file is sent. */
function notices(
  { unusedHeadings, refused, refusals, passedOver, hasNameless, path }: InputFile,
  options: InputOptions,
): string[] {
  return [
    ...(unusedHeadings.length > 0
      ? [`Columns that a report does not have, and that stay behind: ${unusedHeadings.join(", ")}`]
      : []),
    ...(hasNameless && options.device === undefined
      ? [
          `Reports that name no device are sent as ${deviceOfFile(path)}, after the file; --device NAME names another`,
        ]
      : []),
    ...talliedLines(passedOver).map((line) => `Passed over: ${line}`),
    ...(refused > 0 ? [`Lines that cannot be read, ${numberText(refused)}:`, ...talliedLines(refusals)] : []),
  ];
}

function wantedShift(text: string, { newest, path }: InputFile, { timeZone }: CommandStage): number {
  if (text !== "auto") {
    return wholeNumber("--shift", text, Number.MIN_SAFE_INTEGER);
  }
  if (newest === undefined) {
    throw new RangeError(`${path} has no report whose time can be read: --shift auto has nothing to go by`);
  }
  const calendar = calendarOf(timeZone);
  return shiftDays("auto", newest, { calendar, lastDate: lastDate(calendar, Date.now()) });
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
