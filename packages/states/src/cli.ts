import { runCases } from "./cli/cases.ts";
import { runMachine } from "./cli/run.ts";
import { UsageError } from "./cli/usage-error.ts";
import { validateFile } from "./cli/validate.ts";

const usage = `Usage:
  states run <definition.json> [--input JSON|file] [--lambda name=module.ts]... [--history]
  states validate <definition.json>
  states cases <file.jsonl>`;

const commands: Record<string, (words: string[]) => AsyncIterable<string> | Iterable<string>> = {
  run: runMachine,
  validate: validateFile,
  cases: runCases,
};

const [name = "", ...words] = process.argv.slice(2);
try {
  const command = commands[name];
  if (!command) throw new UsageError(`Unknown command '${name}'.`);
  for await (const line of command(words)) console.log(line);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n${usage}`);
  process.exitCode = 2;
}
