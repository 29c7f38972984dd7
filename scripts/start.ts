// Runs the whole app on this machine until Ctrl-C: `npm start -- --help`.
import { once } from "node:events";
import { join, resolve } from "node:path";
import type { StageEvent } from "@ashiato/local/services/stage-event";
import { readStageFile } from "@ashiato/local/stage/stage-file";
import { startStage } from "@ashiato/local/stage/start-stage";
import { z } from "zod";
import { signInLink } from "./api/sign-in-link.ts";
import { abortOnInterrupt, Interrupted } from "./interrupt.ts";
import { failureText, faultText, ScriptError } from "./script-error.ts";
import { nextScheduledTime } from "./stage/next-scheduled-time.ts";
import { banner } from "./start/banner.ts";
import { checkPorts } from "./start/check-ports.ts";
import { eventPrinter } from "./start/event-printer.ts";
import { type FilledStage, sendFleet } from "./start/send-fleet.ts";
import {
  directoryOption,
  readStartArguments,
  type StartArguments,
  startHelp,
} from "./start/start-arguments.ts";

const root = join(import.meta.dirname, "..");

const outputsSchema = z.object({
  dailyBatchArn: z.string(),
  dailyBatchSchedule: z.string(),
  fileIntakeArn: z.string(),
  storeSchedule: z.string(),
  timeZone: z.string(),
});

process.exitCode = await main(process.argv.slice(2));

async function main(words: string[]): Promise<number> {
  let options: StartArguments;
  try {
    options = readStartArguments(words);
  } catch (error) {
    console.error(`${failureText(error)}\nHow it is used: npm start -- --help`);
    return 2;
  }
  if (options.help) {
    console.log(startHelp);
    return 0;
  }
  const signal = abortOnInterrupt();
  try {
    await serve(options, signal);
    return 0;
  } catch (error) {
    // With --with-demo, Ctrl-C interrupts what is being sent.
    if (signal.reason instanceof Interrupted) {
      return 0;
    }
    console.error(failureText(error));
    return 1;
  }
}

async function serve(options: StartArguments, signal: AbortSignal): Promise<void> {
  const { fresh, verbose, quiet, ports } = options;
  const directory = resolve(root, options.directory);
  const own = await readStageFile(directory);
  if (own !== undefined) {
    const { apiUrl = "" } = own.outputs;
    throw new ScriptError(
      "StageRunning",
      `This stage is running already, at ${apiUrl} (process ${own.pid}). Use it from here, for example by npm run ashiato -- status${directoryOption(options.directory)}; to start it again, first stop it with Ctrl-C in its terminal.`,
    );
  }
  await checkPorts(ports);
  console.log("Starting the stage");
  const say = (line: string): void => console.log(line);
  let isFilling = options.withDemo;
  let show = (_event: StageEvent): void => undefined;
  const stage = await startStage({
    root,
    stage: "local",
    directory,
    fresh,
    verbose,
    schedules: true,
    alarms: true,
    ports,
    say,
    onFault: (fault) => say(faultText(fault, verbose)),
    onEvent: (event) => show(event),
  });
  try {
    if (signal.aborted) {
      return;
    }
    const outputs = outputsSchema.parse(stage.outputs);
    const now = Date.now();
    const storeFunction = stage.functionName("Store");
    const known = { apiUrl: stage.endpoints.api, tokens: stage.tokens, timeZone: outputs.timeZone };
    const nextRun = nextScheduledTime(outputs.dailyBatchSchedule, outputs.timeZone, now);
    const { link } = await signInLink(known, signal);
    say(
      banner({
        ...known,
        signInLink: link,
        storeSchedule: outputs.storeSchedule,
        nextRun,
        now: new Date(now),
        directoryOption: directoryOption(options.directory),
        withDemo: options.withDemo,
      }),
    );
    if (!quiet) {
      const printer = eventPrinter({ ...outputs, storeFunction });
      show = (event) => {
        // The fleet's hundreds of requests would hide its messages.
        if (isFilling && event.kind === "request") {
          return;
        }
        const line = printer.line(event, Date.now());
        if (line !== undefined) {
          say(line);
        }
      };
    }
    if (options.withDemo) {
      Object.assign(process.env, stage.environment);
      await fill({
        ...known,
        storeFunction,
        directoryOption: directoryOption(options.directory),
        reports: options.reports,
        now,
        say,
        signal,
      });
      isFilling = false;
    }
    await aborted(signal);
  } finally {
    console.log("Stopping");
    show = () => undefined;
    await stage.close();
  }
}

/** A stage that could not be filled still runs, and shows its events. */
async function fill(stage: FilledStage): Promise<void> {
  try {
    await sendFleet(stage);
  } catch (error) {
    stage.signal.throwIfAborted();
    stage.say(
      `The stage was not filled: ${failureText(error)}. It goes on running; npm run ashiato -- status${stage.directoryOption} shows more.`,
    );
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await once(signal, "abort");
  }
}
