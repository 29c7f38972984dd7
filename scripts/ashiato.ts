// The command line of a stage: `npm run ashiato -- --help`.
import { type Command, UsageError } from "./ashiato/command.ts";
import { awsCommand } from "./ashiato/aws.ts";
import { clientsCommand } from "./ashiato/clients.ts";
import { enrollCommand } from "./ashiato/enroll.ts";
import { envCommand } from "./ashiato/env.ts";
import { exportsCommand } from "./ashiato/exports.ts";
import { fetchCommand } from "./ashiato/fetch.ts";
import { inspectCommand } from "./ashiato/inspect.ts";
import { logsCommand } from "./ashiato/logs.ts";
import { queryCommand } from "./ashiato/query.ts";
import { repairObjectCommand } from "./ashiato/repair-object.ts";
import { rejectsCommand } from "./ashiato/rejects.ts";
import { replayRejectedCommand } from "./ashiato/replay-rejected.ts";
import { runCommand } from "./ashiato/run.ts";
import { sendCommand } from "./ashiato/send.ts";
import { sqlCommand } from "./ashiato/sql.ts";
import { statusCommand } from "./ashiato/status.ts";
import { nearest } from "./terminal/nearest.ts";
import { Progress } from "./terminal/progress.ts";
import { abortOnInterrupt, Interrupted } from "./interrupt.ts";
import { failureText } from "./script-error.ts";

const commands: readonly Command[] = [
  inspectCommand,
  sendCommand,
  enrollCommand,
  runCommand,
  exportsCommand,
  fetchCommand,
  statusCommand,
  logsCommand,
  queryCommand,
  sqlCommand,
  clientsCommand,
  rejectsCommand,
  replayRejectedCommand,
  repairObjectCommand,
  envCommand,
  awsCommand,
];

const help = `Sends reports to a stage, runs its daily batch and fetches the exports.

  npm run ashiato -- COMMAND [--stage local|NAME] [--json]

${commands.map(({ name, summary }) => `  ${name.padEnd(16)} ${summary}`).join("\n")}

  --stage NAME   local (default): the stage that npm start runs. Any other name: the deployed stage whose outputs are in .sst/outputs.json,
                 with your AWS credentials and the tokens in ASHIATO_INGEST_TOKEN and ASHIATO_DOWNLOAD_TOKEN
  --json         print one JSON object on standard output, and nothing else

For details of a command: COMMAND --help.`;

process.exitCode = await main(process.argv.slice(2));

async function main([name = "--help", ...words]: string[]): Promise<number> {
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    const asked = ["--help", "-h", "help"].includes(name);
    (asked ? console.log : console.error)(asked ? help : unknownCommand(name));
    return asked ? 0 : 2;
  }
  if (words.includes("--help") || words.includes("-h")) {
    console.log(command.help);
    return 0;
  }
  const io = {
    print: (text: string) => console.log(text),
    progress: new Progress(process.stderr, () => performance.now()),
    signal: abortOnInterrupt(),
  };
  try {
    return await command.run(words, io);
  } catch (error) {
    // Whatever was interrupted fails in its own words.
    if (io.signal.reason instanceof Interrupted) {
      io.progress.say(io.signal.reason.message);
      return io.signal.reason.exitCode;
    }
    io.progress.say(failureText(error));
    if (error instanceof UsageError) {
      io.progress.say(`How it is used: npm run ashiato -- ${name} --help`);
    }
    return error instanceof UsageError ? 2 : 1;
  }
}

function unknownCommand(name: string): string {
  const names = commands.map((each) => each.name);
  const meant = nearest(name, names);
  return meant === undefined
    ? `There is no command ${name}. The commands are ${names.join(", ")}.\nWhat they do: npm run ashiato -- --help`
    : `There is no command ${name}. Did you mean npm run ashiato -- ${meant}?`;
}
