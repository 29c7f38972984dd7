import { type Export, exportSchema } from "@ashiato/core/api/schemas";
import { askApi } from "../api/ask-api.ts";
import { listExports } from "../api/list-exports.ts";
import { addDays, calendarOf, daysBetween } from "../report/calendar.ts";
import { counted } from "../terminal/counted.ts";
import { type Command, readWords, UsageError, wholeNumber } from "./command.ts";
import { exportFormat, exportFormats } from "./fetch/export-format.ts";
import { type Saved, saveExport } from "./fetch/save-export.ts";
import { type DateRange, wantedDates } from "./fetch/wanted-dates.ts";
import { type CommandStage, openStage } from "./stage.ts";

export const fetchCommand: Command = {
  name: "fetch",
  summary: "downloads the CSVs of business dates and checks them",
  help: `Downloads the newest CSV of each business date through its signed link and checks its SHA-256. A download that was interrupted is
continued, and a CSV that is already there is not downloaded again.

  npm run ashiato -- fetch DATES [--out DIR] [--format FORMAT] [--device ID] [--keep-versions] [--version N]

For example: npm run ashiato -- fetch 2026-11-20..yesterday --format parquet --out week

  DATES            a date (yyyy-MM-dd), today, yesterday, or a range such as 2026-11-20..2026-11-26
  --out DIR        folder for the files (default: out); each date has one name, locations_DATE.csv
  --format FORMAT  ${Object.keys(exportFormats).join(", ")} (default: csv)
  --device ID      the rows of one device only, as locations_DATE_ID.csv
  --keep-versions  put the version into the name, locations_DATE_v2.csv, so that no newer version replaces the file
  --version N      an older version of one date, with its number in the name
  --stage, --json: see npm run ashiato -- --help

Exits 0 only if at least one of the dates has an export, and each that has one was saved.`,
  async run(words, io) {
    const options = {
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
    const saving = { directory: values.out, format, device: values.device, named } as const;
    const exports: Saved[] = [];
    for (const each of found) {
      const saved = await saveExport(each, saving, io);
      exports.push(saved);
      if (!values.json) {
        io.print(savedText(saved));
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
    return [await askApi(stage, `/v1/exports/${from}${query}`, { schema: exportSchema, signal })];
  }
  if (version !== undefined) {
    throw new UsageError(`--version takes one date, got ${from}..${to}`);
  }
  const { exports } = await listExports(stage, { from, to }, signal);
  if (exports.length === 0) {
    throw new Error(`There is no export from ${from} to ${to}`);
  }
  return exports;
}

function savedText({ path, date, version, rows, checksum, downloaded }: Saved): string {
  const already = downloaded ? "" : ", there already";
  return `${path}\n${date} version ${version}: ${counted(rows, "row")}, ${checksum}${already}`;
}

function datesOf({ from, to }: DateRange): string[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));
}
