// Sends a day of location reports through a local stage and fetches the resulting CSVs: `npm run demo --
// --help`.
import { join, resolve } from "node:path";
import { type DemoArguments, demoHelp, readDemoArguments } from "./demo/demo-arguments.ts";
import { phasesText } from "./demo/phases.ts";
import { Progress } from "./terminal/progress.ts";
import { type DemoResult, runDemo } from "./demo/run-demo.ts";
import { differenceText, exportTable } from "./demo/summary.ts";
import { sumsText } from "./demo/sums.ts";
import { numberText } from "./terminal/text-table.ts";
import { abortOnInterrupt, Interrupted } from "./interrupt.ts";
import { failureText } from "./script-error.ts";
import { counted } from "./terminal/counted.ts";

const root = join(import.meta.dirname, "..");

process.exitCode = await main(process.argv.slice(2));

async function main(words: string[]): Promise<number> {
  let options: DemoArguments;
  try {
    options = readDemoArguments(words);
  } catch (error) {
    console.error(`${failureText(error)}\nHow it is used: npm run demo -- --help`);
    return 2;
  }
  if (options.help) {
    console.log(demoHelp);
    return 0;
  }
  // With --json, standard output holds only the object.
  const progress = new Progress(options.json ? process.stderr : process.stdout, Date.now);
  const signal = abortOnInterrupt();
  try {
    const directory = resolve(root, options.directory);
    return report(await runDemo(options, { root, directory, progress, signal }), { options, progress });
  } catch (error) {
    if (signal.reason instanceof Interrupted) {
      progress.say(signal.reason.message);
      return signal.reason.exitCode;
    }
    progress.say("");
    console.error(failureText(error));
    return 1;
  }
}

function report(
  { summary, differences, phases }: DemoResult,
  { options, progress }: { options: DemoArguments; progress: Progress },
): number {
  progress.say(`\n${exportTable(summary.exports)}\n`);
  // The CSVs also hold data kept from earlier demos, which the sums of this demo exclude.
  if (!options.keep) {
    progress.say(`${sumsText(summary, { onPurpose: options.input === undefined })}\n`);
  }
  progress.say(`Took ${phasesText(phases)}`);
  if (differences.length > 0) {
    console.error(`The CSVs do not match what was sent, ${counted(differences.length, "difference")}:`);
    console.error(differenceText(differences));
  } else {
    const rows = summary.exports.reduce((sum, each) => sum + each.rows, 0);
    progress.say(
      rows === 1
        ? "The CSVs hold the 1 accepted report once, and nothing else."
        : `The CSVs hold each of the ${numberText(rows)} accepted reports once, and nothing else.`,
    );
  }
  if (options.json) {
    console.log(JSON.stringify(summary));
  }
  return differences.length > 0 ? 1 : 0;
}
