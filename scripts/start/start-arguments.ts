import { parseWords, UsageError } from "../terminal/arguments.ts";

export type StartArguments = {
  help: boolean;
  fresh: boolean;
  /** Names the resources without a local service. */
  verbose: boolean;
  /** Shows no requests, drains and runs as they happen. */
  quiet: boolean;
  /** Fills the stage with the demo's fleet. */
  withDemo: boolean;
  /** Ports on 127.0.0.1. */
  ports: StagePorts;
};

export type StagePorts = { api: number; storage: number; services: number; lambda: number; endpoint: number };

export const startHelp = `Runs the whole app on this machine, with its schedules, until Ctrl-C. It keeps its data for the next start.

  npm start
  npm start -- --with-demo
  npm start -- --port 5100

  --with-demo  send the demo's fleet, 20,000 reports of yesterday, and export them
  --port N     first of five ports: API, S3/SQS/SNS, Step Functions and Redshift Data, Lambda, all of AWS (default 4100)
  --fresh      start over without the stored data
  --quiet      do not show requests, drains of the queue and runs as they happen
  --verbose    name the resources without a local service, instead of counting them, and show errors whole
  --help       show this text`;

const defaultPort = 4_100;
const maxPort = 65_535 - 4;

/**
 * Reads the command line of `npm start`. Throws UsageError that says what is wrong with it.
 */
export function readStartArguments(words: string[]): StartArguments {
  const { values } = parseWords(words, {
    help: { type: "boolean", short: "h", default: false },
    fresh: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
    quiet: { type: "boolean", default: false },
    "with-demo": { type: "boolean", default: false },
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
    ports: { api: first, storage: first + 1, services: first + 2, lambda: first + 3, endpoint: first + 4 },
  };
}
