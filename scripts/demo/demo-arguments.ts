import { parseWords } from "../terminal/arguments.ts";
import { inputHelp, inputOptions, readInputOptions } from "../input/input-options.ts";
import type { InputOptions } from "../input/read-input.ts";
import { ScriptError } from "../script-error.ts";
import type { Shift } from "../report/shift.ts";
import { counted } from "../terminal/counted.ts";

export type DemoArguments = {
  help: boolean;
  /** A file of reports, instead of the fleet's. */
  input?: string;
  inputOptions: InputOptions;
  shift: Shift;
  out: string;
  /** Where the stage keeps its state. */
  directory: string;
  json: boolean;
  keep: boolean;
  verbose: boolean;
  seed: number;
  devices: number;
  reports: number;
  timeZone: string;
};

export const demoHelp = `Sends a day of location reports through a local stage and fetches the resulting CSVs.

  npm run demo                       a day of a simulated fleet
  npm run demo -- --input FILE       the reports in a file: CSV, GPX, KML, GeoJSON, Google's Timeline, OwnTracks or NMEA, optionally in gzip or zip

  --input FILE       the file; npm run ashiato -- inspect FILE shows what would be read
${inputHelp}
  --shift auto|N    with --input: move all times by N whole days; auto moves the newest to yesterday (default 0)
  --out DIR         folder for the CSVs (default out)
  --json            print the counts and exports as one JSON object on standard output
  --directory DIR   where the stage keeps its state (default .ashiato/demo)
  --keep            continue with the stage of the last demo, instead of a fresh one
  --verbose         name the resources without a local service, instead of counting them
  --seed N          seed of the simulated fleet (default 1)
  --devices N       devices of the fleet (default 500)
  --reports N       reports of the fleet's day (default 20000)
  --time-zone NAME  time zone of the stage's business dates (default Asia/Tokyo)
  --help            show this text

Exits 0 only if the CSVs hold every accepted report once and nothing else.`;

/** So that no device sends more than one report a second. */
const maxReportsOfDevice = 10_000;

/**
 * Reads the command line of the demo. Throws BadArguments or UsageError, which says what is wrong.
 */
export function readDemoArguments(words: string[]): DemoArguments {
  const { values } = parseWords(words, {
    help: { type: "boolean", short: "h", default: false },
    input: { type: "string" },
    ...inputOptions,
    shift: { type: "string" },
    out: { type: "string", default: "out" },
    directory: { type: "string", default: ".ashiato/demo" },
    json: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    devices: { type: "string", default: "500" },
    reports: { type: "string", default: "20000" },
    "time-zone": { type: "string", default: "Asia/Tokyo" },
  });
  const { help, input, out, directory, json, keep, verbose } = values;
  if (values.shift !== undefined && input === undefined) {
    throw new ScriptError("BadArguments", "--shift needs --input: it moves the times of a file");
  }
  const devices = wholeNumber("--devices", values.devices, 1);
  const reports = wholeNumber("--reports", values.reports, 1);
  if (reports > devices * maxReportsOfDevice) {
    throw new ScriptError(
      "BadArguments",
      `--reports ${reports} is more than ${counted(devices, "device")} can send in a day`,
    );
  }
  return {
    help,
    ...(input !== undefined && { input }),
    inputOptions: fileOptions(values),
    shift: values.shift === "auto" ? "auto" : wholeNumber("--shift", values.shift ?? "0"),
    out,
    directory,
    json,
    keep,
    verbose,
    seed: wholeNumber("--seed", values.seed),
    devices,
    reports,
    timeZone: zoneName(values["time-zone"]),
  };
}

function fileOptions(values: Parameters<typeof readInputOptions>[0]): InputOptions {
  try {
    return readInputOptions(values);
  } catch (cause) {
    throw new ScriptError("BadArguments", cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function zoneName(name: string): string {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new ScriptError("BadArguments", `--time-zone takes an IANA name such as Asia/Tokyo, got ${name}`, {
      cause,
    });
  }
}

function wholeNumber(name: string, text: string, least = Number.MIN_SAFE_INTEGER): number {
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < least) {
    throw new ScriptError(
      "BadArguments",
      `${name} takes a whole number${least === 1 ? " of at least 1" : ""}, got ${text}`,
    );
  }
  return value;
}
