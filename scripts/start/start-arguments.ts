import { parseArgs } from "node:util";
import { ScriptError } from "../script-error.ts";

export type StartArguments = {
  help: boolean;
  fresh: boolean;
  /** Names the resources without a local service. */
  verbose: boolean;
  /** Ports on 127.0.0.1. */
  ports: StagePorts;
};

export type StagePorts = { api: number; storage: number; services: number; lambda: number };

export const startHelp = `Runs the whole app on this machine, with its schedules, until Ctrl-C. It keeps its data for the next start.

  npm start
  npm start -- --port 5100

  --port N   first of four ports: API, S3/SQS/SNS, Step Functions and Redshift Data, Lambda (default 4100)
  --fresh    start over without the stored data
  --verbose  name the resources without a local service, instead of counting them
  --help     show this text`;

const defaultPort = 4_100;
const maxPort = 65_535 - 3;

/**
 * Reads the command line of `npm start`. Throws BadArguments, or an error of `parseArgs`, that says what is
 * wrong with it.
 */
export function readStartArguments(words: string[]): StartArguments {
  const { values } = parseArgs({
    args: words,
    options: {
      help: { type: "boolean", short: "h", default: false },
      fresh: { type: "boolean", default: false },
      verbose: { type: "boolean", default: false },
      port: { type: "string", default: String(defaultPort) },
    },
  });
  const first = /^\d+$/.test(values.port) ? Number(values.port) : Number.NaN;
  if (!(first >= 1 && first <= maxPort)) {
    throw new ScriptError("BadArguments", `--port takes a number from 1 to ${maxPort}, got ${values.port}`);
  }
  return {
    help: values.help,
    fresh: values.fresh,
    verbose: values.verbose,
    ports: { api: first, storage: first + 1, services: first + 2, lambda: first + 3 },
  };
}
