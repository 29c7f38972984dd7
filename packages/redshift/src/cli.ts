import { runCases } from "./cli/cases.ts";

const usage = `Usage:
  node packages/redshift/src/cli.ts cases <file.jsonl>`;

const [command, file, ...more] = process.argv.slice(2);
if (command !== "cases" || file === undefined || more.length > 0) {
  console.error(usage);
  process.exitCode = 2;
} else {
  for await (const outcome of runCases(file)) {
    console.log(JSON.stringify(outcome));
    if (outcome.ok === false) {
      process.exitCode = 1;
    }
  }
}
