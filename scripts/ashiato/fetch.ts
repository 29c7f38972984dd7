import { type Export, exportSchema } from "@ashiato/core/api/schemas";
import { ApiNotFound, askApi } from "../api/ask-api.ts";
import { listExports } from "../api/list-exports.ts";
import { addDays, calendarOf, daysBetween } from "../report/calendar.ts";
import { counted } from "../terminal/counted.ts";
import { type Command, readWords, UsageError, wholeNumber } from "./command.ts";
import { exportFormat, exportFormats } from "./fetch/export-format.ts";
import { type Saved, saveExport, type Saving } from "./fetch/save-export.ts";
import { type DateRange, wantedDates } from "./fetch/wanted-dates.ts";
import { type CommandStage, openStage } from "./stage.ts";

export const fetchCommand: Command = {
  help: `Downloads the newest CSV of each business date through its signed link and checks its SHA-256. A download that was interrupted is
continued, and a CSV that is already there is not downloaded again.

  npm run ashiato -- fetch DATES [--out DIR] [--format FORMAT] [--device ID] [--keep-versions] [--version N] [--no-merge]

For example: npm run ashiato -- fetch 2026-11-20..yesterday --format parquet --out week

  DATES            a date (yyyy-MM-dd), today, yesterday, or a range such as 2026-11-20..2026-11-26
  --out DIR        folder for the files (default: out); each date has one name, locations_DATE.csv
  --format FORMAT  ${Object.keys(exportFormats).join(", ")} (default: csv)
  --device ID      the rows of one device only, as locations_DATE_ID.csv
  --keep-versions  put the version into the name, locations_DATE_v2.csv, so that no newer version replaces the file
  --version N      an older version of one date, with its number in the name
  --no-merge       save late rows beside the CSV, as locations_DATE_late1.csv and so on, instead of merging them into it
  --stage, --json: see npm run ashiato -- --help

Exits 0 only if at least one of the dates has an export, and each that has one was saved.`,
  async run(words, io) {
    const options = {
      merge: { type: "boolean", default: true },
      out: { type: "string", default: "out" },
      format: { type: "string", default: "csv" },
      device: { type: "string" },
      "keep-versions": { type: "boolean", default: false },
      version: { type: "string" },
    } as const;
    const { values, positionals } = readWords(words, options, ["DATES"]);
    const format = exportFormat(values.format);
    const version = values.version === undefined ? undefined : wholeNumber("--version", values.version);
    const stage = await openStage(values);
    const dates = wantedDates(positionals[0] ?? "", calendarOf(stage.timeZone), Date.now());
    const found = await findExports(stage, { ...dates, version }, io.signal);
    const named = values["keep-versions"] || version !== undefined ? "by version" : "by date";
    const late = values.merge ? "merged" : "beside";
    const saving = { directory: values.out, format, device: values.device, named, late } as const;
    const exports: Saved[] = [];
    for (const each of found) {
      const saved = await saveExport(each, saving, io);
      exports.push(saved);
      if (!values.json) {
        io.print(savedText(saved, saving));
      }
      if (saved.rows === 0 && saving.device !== undefined) {
        io.progress.say(`No row of ${saved.date} is of the device ${saving.device}`);
      }
    }
    const missing = datesOf(dates).filter((date) => !found.some((each) => each.date === date));
    if (values.json) {
      io.print(JSON.stringify({ exports, missing }));
    }
    if (missing.length > 0) {
      io.progress.say(`No run has exported ${missing.join(", ")}`);
    }
    return 0;
  },
};

const whatThereIs =
  "npm run ashiato -- exports lists those that there are, and npm run ashiato -- run makes those of new reports";

type Wanted = DateRange & { version: number | undefined };

/**
 * Returns the newest export of each date that has one. Throws an Error with the API's message when no
 * date has one.
 */
async function findExports(
  stage: CommandStage,
  { from, to, version }: Wanted,
  signal: AbortSignal,
): Promise<Export[]> {
  if (from === to) {
    const query = version === undefined ? "" : `?version=${version}`;
    try {
      return [await askApi(stage, `/v1/exports/${from}${query}`, { schema: exportSchema, signal })];
    } catch (error) {
      throw error instanceof ApiNotFound ? new Error(`${error.message}. ${whatThereIs}`) : error;
    }
  }
  if (version !== undefined) {
    throw new UsageError(`--version takes one date, got ${from}..${to}`);
  }
  const { exports } = await listExports(stage, { from, to }, signal);
  if (exports.length === 0) {
    throw new Error(`There is no export from ${from} to ${to}. ${whatThereIs}`);
  }
  return exports;
}

function savedText(
  { path, date, version, rows, lateRows, checksum, downloaded }: Saved,
  { format, device, late: merging }: Saving,
): string {
  const already = downloaded ? "" : ", there already";
  const late = lateRows === 0 ? "" : `, ${counted(lateRows, "late row")} since the version`;
  const isAsPublished = format === "csv" && device === undefined && (lateRows === 0 || merging === "beside");
  const sum = isAsPublished ? checksum : `from the CSV with ${checksum}`;
  return `${path}\n${date} version ${version}: ${counted(rows, "row")}${late}, ${sum}${already}`;
}

function datesOf({ from, to }: DateRange): string[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));
}
