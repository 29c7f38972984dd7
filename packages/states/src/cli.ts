import { ServiceError } from "@ashiato/aws-json/service-error";
import { runCases } from "./cli/cases.ts";
import { drawGraph } from "./cli/graph.ts";
import { runMachine } from "./cli/run.ts";
import { testMachine } from "./cli/test.ts";
import { UsageError } from "./cli/usage-error.ts";
import { validateFile } from "./cli/validate.ts";

const usage = `Usage:
  states run <definition.json> [--input JSON|file] [--lambda name=module.ts]... [--history]
  states validate <definition.json>
  states test <cases.json>
  states graph <definition.json> [--svg] [--execution <history.jsonl>]
  states cases <file.jsonl>`;

const commands: Record<string, (words: string[]) => AsyncIterable<string> | Iterable<string>> = {
  run: runMachine,
  validate: validateFile,
  test: testMachine,
  graph: drawGraph,
  cases: runCases,
};

const [name = "", ...words] = process.argv.slice(2);
try {
  const command = commands[name];
  if (!command) {
    throw new UsageError(`Unknown command '${name}'.`);
  }
  for await (const line of command(words)) {
    console.log(line);
  }
} catch (error) {
  if (!(error instanceof UsageError || error instanceof ServiceError || isMissingFile(error))) {
    throw error;
  }
  console.error(error instanceof UsageError ? `${error.message}\n${usage}` : error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

function isMissingFile(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
