// Runs the whole app on this machine until Ctrl-C: `npm start -- --help`.
import { once } from "node:events";
import { join } from "node:path";
import { startStage } from "@ashiato/local/stage/start-stage";
import { z } from "zod";
import { abortOnInterrupt } from "./interrupt.ts";
import { failureText } from "./script-error.ts";
import { banner } from "./start/banner.ts";
import { checkPorts } from "./start/check-ports.ts";
import { readStartArguments, type StartArguments, startHelp } from "./start/start-arguments.ts";

const root = join(import.meta.dirname, "..");
const directory = join(root, ".ashiato", "local");

const outputsSchema = z.object({
  dailyBatchArn: z.string(),
  downloadsBucket: z.string(),
  timeZone: z.string(),
});

process.exitCode = await main(process.argv.slice(2));

async function main(words: string[]): Promise<number> {
  let options: StartArguments;
  try {
    options = readStartArguments(words);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${startHelp}`);
    return 2;
  }
  if (options.help) {
    console.log(startHelp);
    return 0;
  }
  try {
    await serve(options, abortOnInterrupt());
    return 0;
  } catch (error) {
    console.error(failureText(error));
    return 1;
  }
}

async function serve({ fresh, verbose, ports }: StartArguments, signal: AbortSignal): Promise<void> {
  await checkPorts(ports);
  console.log("Starting the stage");
  const say = (line: string): void => console.log(line);
  const stage = await startStage({
    root,
    stage: "local",
    directory,
    fresh,
    verbose,
    schedules: true,
    ports,
    say,
  });
  try {
    if (!signal.aborted) {
      console.log(
        banner({
          ...outputsSchema.parse(stage.outputs),
          apiUrl: stage.endpoints.api,
          environment: stage.environment,
          tokens: stage.tokens,
          directory,
          storeFunction: stage.functionName("Store"),
          now: new Date(),
        }),
      );
      await once(signal, "abort");
    }
  } finally {
    console.log("Stopping");
    await stage.close();
  }
}
