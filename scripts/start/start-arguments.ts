import { parseWords, UsageError } from "../terminal/arguments.ts";

export type StartArguments = {
  help: boolean;
  fresh: boolean;
  /** Names the resources without a local service. */
  verbose: boolean;
  /** Shows no requests, drains or runs as they happen. */
  quiet: boolean;
  /** Fills the stage with the demo's fleet. */
  withDemo: boolean;
  /** Reports of that fleet on its day. */
  reports: number;
  /** Folder of the stage's state, relative to the project. */
  directory: string;
  /** Ports on 127.0.0.1. */
  ports: StagePorts;
};

export type StagePorts = {
  api: number;
  storage: number;
  services: number;
  lambda: number;
  endpoint: number;
  sftp: number;
};

const defaultDirectory = ".ashiato/local";

export const startHelp = `Runs the whole app on this machine, with its schedules, until Ctrl-C. It keeps its data for the next start.

  npm start
  npm start -- --with-demo
  npm start -- --port 5100

  --with-demo      send the demo's fleet, 20,000 reports of yesterday, and export them
  --reports N      the size of that fleet instead, a device for each 40 reports
  --port N         first of six ports: API, S3/SQS/SNS, Step Functions and Redshift Data, Lambda, all of AWS, SFTP (default 4100)
  --directory DIR  where the stage keeps its state (default .ashiato/local); commands find it there by the same option
  --fresh          start over without the stored data
  --quiet          do not show requests, drains of the queue and runs as they happen
  --verbose        name the resources without a local service, instead of counting them, and show errors whole
  --help           show this text

Exits 0 after Ctrl-C, 1 if the stage cannot start, with the reason, and 2 if the command line is wrong.`;

const defaultPort = 4_100;
/** The fleet is made in memory. */
const maxReports = 1_000_000;
const maxPort = 65_535 - 5;

/**
 * Reads the command line of `npm start`. Throws UsageError, which says what is wrong.
 */
export function readStartArguments(words: string[]): StartArguments {
  const { values } = parseWords(words, {
    help: { type: "boolean", short: "h", default: false },
    fresh: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
    quiet: { type: "boolean", default: false },
    "with-demo": { type: "boolean", default: false },
    reports: { type: "string", default: "20000" },
    directory: { type: "string", default: defaultDirectory },
    port: { type: "string", default: String(defaultPort) },
  });
  const first = /^\d+$/.test(values.port) ? Number(values.port) : Number.NaN;
  if (!(first >= 1 && first <= maxPort)) {
    throw new UsageError(`--port takes a number from 1 to ${maxPort}, got ${values.port}`);
  }
  return {
    help: values.help,
    fresh: values.fresh,
    verbose: values.verbose,
    quiet: values.quiet,
    withDemo: values["with-demo"],
    reports: fleetSize(values.reports),
    directory: values.directory,
    ports: {
      api: first,
      storage: first + 1,
      services: first + 2,
      lambda: first + 3,
      endpoint: first + 4,
      sftp: first + 5,
    },
  };
}

/**
 * Returns what the commands need to find a stage that keeps its state in a directory: nothing, or an option
 * for a shell with a blank before it.
 */
export function directoryOption(directory: string): string {
  return directory === defaultDirectory
    ? ""
    : ` --directory '${directory.replaceAll("'", String.raw`'\''`)}'`;
}

function fleetSize(text: string): number {
  const reports = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(reports >= 1 && reports <= maxReports)) {
    throw new UsageError(`--reports takes a number from 1 to ${maxReports}, got ${text}`);
  }
  return reports;
}
