import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { type Command, UsageError } from "./command.ts";
import { stageEnvironment } from "./env/stage-variables.ts";
import { openStage } from "./stage.ts";

export const awsCommand: Command = {
  help: `Runs the AWS CLI with its arguments on the stage. On a local stage every call goes to the stage's address, whatever the version of the CLI; one to a service that the stage does not have is refused, and nothing is sent to AWS.

  npm run -s ashiato -- aws [--stage NAME] ARGUMENTS

For example:

  npm run -s ashiato -- aws s3 ls
  npm run -s ashiato -- aws stepfunctions list-state-machines

The AWS CLI must be installed, as aws in the PATH.
  --stage NAME  before the CLI's own arguments: see npm run ashiato -- --help

Exits as the AWS CLI does, and 1 if it cannot be run.`,
  async run(words) {
    const { stage: name, directory, rest } = leadingOptions(words);
    if (rest.length === 0) {
      throw new UsageError("The command takes the arguments of the AWS CLI, got nothing");
    }
    const stage = await openStage({ stage: name, directory });
    const env = stageEnvironment(stage, process.env);
    const endpoint = env["AWS_ENDPOINT_URL"];
    const own = stage.isLocal && endpoint !== undefined ? ["--endpoint-url", endpoint] : [];
    return await runProgram("aws", [...own, ...rest], env);
  },
};

function leadingOptions(words: readonly string[]): { stage: string; directory: string; rest: string[] } {
  const values = { stage: "local", directory: ".ashiato/local" };
  let rest = [...words];
  for (;;) {
    const [first = "", value = "", ...others] = rest;
    if (first !== "--stage" && first !== "--directory") {
      return { ...values, rest };
    }
    values[first === "--stage" ? "stage" : "directory"] = value;
    rest = others;
  }
}

/**
 * Returns the exit code of a program that shares this one's terminal. Throws an Error if it cannot be run.
 */
async function runProgram(
  name: string,
  words: readonly string[],
  env: Record<string, string | undefined>,
): Promise<number> {
  const program = spawn(name, words, { env, stdio: "inherit" });
  try {
    const [code, signal] = (await once(program, "exit")) as [number | null, NodeJS.Signals | null];
    return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  } catch (cause) {
    throw new Error(
      `The AWS CLI could not be run as ${name}: install it (Debian: apt-get install awscli; other systems: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html)`,
      { cause },
    );
  }
}
