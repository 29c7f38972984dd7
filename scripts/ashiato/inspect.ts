import { resolve } from "node:path";
import { parseReport } from "@ashiato/core/parse-report";
import { inputHelp, inputOptions, readInputOptions } from "../input/input-options.ts";
import { count, type InputFile, lookThrough, talliedLines } from "../input/look-through.ts";
import { movedReport } from "../input/moved-report.ts";
import { calendarOf } from "../report/calendar.ts";
import { lastDate, shiftDays } from "../report/shift.ts";
import { numberText } from "../terminal/text-table.ts";
import { type Command, readWords, shiftOption, wholeNumber } from "./command.ts";
import { counted } from "../terminal/counted.ts";

/** The program's default setting. A stage with another one applies its own when the file is sent. */
const futureWindowHours = 24;
const shownDevices = 5;

export const inspectCommand: Command = {
  help: `Shows what a file holds, without sending anything: its kind, columns, time range and devices, and which reports would be refused and why.

  npm run ashiato -- inspect FILE [--shift auto|N]

For example: npm run ashiato -- inspect walk.gpx

${inputHelp}
  --shift auto|N     inspect the file as if all times were moved by N whole days (default 0)
  --late-days N      refuse reports older than N days (default 30, as in the stage's settings)
  --json: see npm run ashiato -- --help

Exits 0 only if the file holds a report that would be accepted.`,
  async run(words, io) {
    const { values, positionals } = readWords(
      words,
      {
        ...inputOptions,
        shift: { type: "string", default: "0" },
        "late-days": { type: "string", default: "30" },
      },
      ["FILE"],
    );
    const path = resolve(positionals[0] ?? "");
    const shift = shiftOption(values.shift);
    const lateWindowDays = wholeNumber("--late-days", values["late-days"]);
    const options = readInputOptions(values);
    io.progress.update(`Looking through ${path}`);
    const file = await lookThrough(path, options);
    const days = shiftOf(shift, file);
    const window = {
      now: Date.now(),
      lateWindowDays,
      futureWindowHours,
    };
    const devices = new Map<string, number>();
    const rejections = new Map<string, number>();
    let accepted = 0;
    await lookThrough(path, options, (record) => {
      if (record.kind !== "report") {
        return;
      }
      const parsed = parseReport(movedReport(record.report, days), window);
      if (parsed.ok) {
        accepted += 1;
        devices.set(parsed.report.deviceId, (devices.get(parsed.report.deviceId) ?? 0) + 1);
      } else {
        // The value differs from line to line; the rule does not.
        count(
          rejections,
          parsed.issues
            .map(({ path: key, message }) => `${key} ${message.replace(/, got .*$/s, "")}`)
            .join("; "),
        );
      }
    });
    const found = { ...file, accepted, rejections, devices, shiftDays: days };
    io.print(values.json ? jsonText(found) : inspectionText(found));
    return accepted > 0 ? 0 : 1;
  },
};

type Inspection = InputFile & {
  accepted: number;
  rejections: ReadonlyMap<string, number>;
  devices: ReadonlyMap<string, number>;
  shiftDays: number;
};

function shiftOf(shift: number | "auto", { newest }: InputFile): number {
  if (shift !== "auto") {
    return shift;
  }
  const calendar = calendarOf("Asia/Tokyo");
  return newest === undefined
    ? 0
    : shiftDays("auto", newest, { calendar, lastDate: lastDate(calendar, Date.now()) });
}

function inspectionText(found: Inspection): string {
  const { kinds, encodings, bytes, reports, refused, accepted, devices, unusedHeadings } = found;
  const names = [...devices.keys()];
  const more = names.length > shownDevices ? ` and ${numberText(names.length - shownDevices)} more` : "";
  return [
    `${found.path}: ${kinds.join(", ")}, ${encodings.join(", ")}, ${counted(bytes, "byte")}`,
    `Reports      ${numberText(reports)}${refused > 0 ? `, and ${numberText(refused)} that cannot be read` : ""}`,
    `Times        ${timeText(found.oldest)} to ${timeText(found.newest)}${found.shiftDays === 0 ? "" : `, moved by ${counted(found.shiftDays, "day")}`}`,
    `Devices      ${numberText(names.length)}: ${names.slice(0, shownDevices).join(", ")}${more}`,
    ...(unusedHeadings.length > 0 ? [`Not used     ${unusedHeadings.join(", ")}`] : []),
    `Accepted     ${numberText(accepted)}`,
    `Rejected     ${numberText(reports - accepted)}`,
    ...talliedLines(found.rejections).map((line) => `             ${line}`),
    ...section("Unreadable", talliedLines(found.refusals)),
    ...section("Passed over", talliedLines(found.passedOver)),
  ].join("\n");
}

function section(title: string, lines: string[]): string[] {
  return lines.map((line, index) => `${(index === 0 ? title : "").padEnd(13)}${line}`);
}

function timeText(micros: number | undefined): string {
  return micros === undefined ? "none" : new Date(micros / 1_000).toISOString();
}

function jsonText({
  refusals,
  passedOver,
  rejections,
  devices,
  oldest,
  newest,
  ...rest
}: Inspection): string {
  return JSON.stringify({
    ...rest,
    oldest: timeText(oldest),
    newest: timeText(newest),
    refusals: Object.fromEntries(refusals),
    passedOver: Object.fromEntries(passedOver),
    rejections: Object.fromEntries(rejections),
    devices: devices.size,
  });
}
