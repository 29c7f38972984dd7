import { deviceOfFile, nameWithoutEndings } from "@ashiato/core/formats/files/device-of-file";
import { join, resolve } from "node:path";
import { inputHelp, inputOptions, readInputOptions } from "../input/input-options.ts";
import { type InputFile, lookThrough, talliedLines } from "../input/look-through.ts";
import type { InputOptions } from "../input/read-input.ts";
import { calendarOf } from "../report/calendar.ts";
import { lastDate, shiftDays } from "../report/shift.ts";
import { numberText } from "../terminal/text-table.ts";
import { type Command, readWords, shiftOption, UsageError, wholeNumber } from "./command.ts";
import { askReceiver } from "../api/ask-receiver.ts";
import { Checkpoint } from "./send/checkpoint.ts";
import { RejectsFile } from "./send/rejects-file.ts";
import { sendFile } from "./send/send-file.ts";
import { type CommandStage, openStage } from "./stage.ts";
import { counted } from "../terminal/counted.ts";

export const sendCommand: Command = {
  help: `Sends the reports in a file: CSV with the usual headings, GPX, KML, GeoJSON, Google's Timeline, OwnTracks recordings or NMEA, optionally in gzip or zip.

  npm run ashiato -- send FILE [--shift auto|N] [--rate N]

For example: npm run ashiato -- send walk.gpx --device phone-1 --shift auto

${inputHelp}
  --shift auto|N     move all times by N whole days; auto moves the newest to yesterday (default 0)
  --rate N           at most N reports a second (default: as fast as the API answers)
  --batch N          reports per request, up to 1000 (default 200)
  --parallel N       concurrent requests (default 4)
  --patience N       keep trying for N seconds while the API accepts nothing (default 60)
  --rejects FILE     write rejected reports here, with the reasons (default out/FILE.rejected.csv)
  --restart          start over, even if an earlier attempt to send the file was interrupted
  --stage, --json: see npm run ashiato -- --help

To see what would be sent, run npm run ashiato -- inspect FILE first. A line that cannot be read goes to the rejects file with its position and the reason.
After an interruption, run the same command again to resume, unless the stage was created anew meanwhile; reports sent twice count once.
Exits 0 if the API has accepted or rejected every report, and 1 if it could not be asked about all of them.`,
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
    const rejectsPath = values.rejects ?? join("out", `${nameWithoutEndings(path)}.rejected.csv`);
    if (resolve(rejectsPath) === path) {
      throw new UsageError(`--rejects must name another file than the one that is sent, got ${rejectsPath}`);
    }
    const batch = wholeNumber("--batch", values.batch);
    if (batch > 1000) {
      throw new UsageError(`A request holds at most 1000 reports, got --batch ${batch}`);
    }
    const patienceSeconds = wholeNumber("--patience", values.patience);
    const parallel = wholeNumber("--parallel", values.parallel);
    const pace = values.rate === undefined ? undefined : wholeNumber("--rate", values.rate);
    const shift = shiftOption(values.shift);
    const stage = await openStage(values);
    io.progress.update(`Looking through ${path}`);
    const file = await lookThrough(path, options);
    for (const line of notices(file, options)) {
      io.progress.say(line);
    }
    const token = stage.tokens.ingest;
    if (token === "") {
      throw new Error(
        "The ingest token is missing: set ASHIATO_INGEST_TOKEN to the secret IngestToken of the stage",
      );
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
        shiftDays: () => wantedShift(shift, file, stage),
        restart: values.restart,
        say: (line) => io.progress.say(line),
      },
    );
    const rejects = await RejectsFile.open(rejectsPath, checkpoint.resumed, (line) => io.progress.say(line));
    const before = checkpoint.counts;
    if (checkpoint.resumed) {
      io.progress.say(`Resuming after ${counted(before.accepted + before.rejected, "report")}`);
    }
    const total = file.reports + file.refused;
    const seconds = await sendFile(
      {
        path,
        options,
        reports: total,
        batch,
        parallel,
        pace,
        checkpoint,
        rejects,
        target: { apiUrl: stage.apiUrl, token, receiver, patienceSeconds },
      },
      io,
    );
    const decided = checkpoint.counts.accepted + checkpoint.counts.rejected;
    if (decided !== total) {
      throw new Error(
        `${path} changed while it was being sent: it had ${counted(total, "report")}, and the API has accepted or rejected ${numberText(decided)}. Run the same command again to start over`,
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

/** Returns what the user should know before the file is sent. */
function notices(
  { unusedHeadings, refused, refusals, passedOver, hasNameless, path }: InputFile,
  options: InputOptions,
): string[] {
  return [
    ...(unusedHeadings.length > 0
      ? [`Columns that are not part of a report and are not sent: ${unusedHeadings.join(", ")}`]
      : []),
    ...(hasNameless && options.device === undefined
      ? [
          `Reports without a device are sent as ${deviceOfFile(path)}, the name of the file; use --device NAME to change it`,
        ]
      : []),
    ...talliedLines(passedOver).map((line) => `Skipped: ${line}`),
    ...(refused > 0 ? [`${counted(refused, "line")} cannot be read:`, ...talliedLines(refusals)] : []),
  ];
}

function wantedShift(
  shift: number | "auto",
  { newest, path }: InputFile,
  { timeZone }: CommandStage,
): number {
  if (shift !== "auto") {
    return shift;
  }
  if (newest === undefined) {
    throw new RangeError(`${path} has no report with a readable time, which --shift auto needs`);
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
  const moved = days === 0 ? "" : `, moved by ${counted(days, "day")}`;
  return [
    `${counted(reports, "report")} in ${seconds} s${moved}: ${numberText(accepted)} accepted, ${numberText(rejected)} rejected`,
    ...(rejects === undefined ? [] : [`Rejected reports, with the reasons: ${rejects}`]),
  ].join("\n");
}
