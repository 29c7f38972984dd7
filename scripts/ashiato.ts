// The command line of a stage: `npm run ashiato -- --help`.
import { UsageError } from "./ashiato/command.ts";
import { commands } from "./ashiato/commands.ts";
import { nearest } from "./terminal/nearest.ts";
import { Progress } from "./terminal/progress.ts";
import { abortOnInterrupt, Interrupted } from "./interrupt.ts";
import { failureText } from "./script-error.ts";

const help = `Sends reports to a stage, runs its daily batch and fetches the exports.

  npm run ashiato -- COMMAND [--stage local|NAME] [--json]

${commands.map(({ name, summary }) => `  ${name.padEnd(16)} ${summary}`).join("\n")}

  --stage NAME     local (default): the stage that npm start runs. Any other name: the deployed stage whose outputs are in .sst/outputs.json,
                   with your AWS credentials and the tokens in ASHIATO_INGEST_TOKEN and ASHIATO_DOWNLOAD_TOKEN
  --directory DIR  where a local stage keeps its state (default .ashiato/local), if npm start was given another one
  --json           print one JSON object on standard output, and nothing else

Exits 0 if it was done, 1 if not, with the reason on standard error, 2 if the command line is wrong, and 130 after Ctrl-C.
For details of a command: npm run ashiato -- COMMAND --help`;

process.exitCode = await main(process.argv.slice(2));

async function main([name = "--help", ...words]: string[]): Promise<number> {
  const listed = commands.find((each) => each.name === name);
  if (listed === undefined) {
    const asked = ["--help", "-h", "help"].includes(name);
    (asked ? console.log : console.error)(asked ? help : unknownCommand(name));
    return asked ? 0 : 2;
  }
  const command = await listed.load();
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
    // Any command that is interrupted may fail with its own error.
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
