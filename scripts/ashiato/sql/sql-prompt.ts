import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { readBackslashCommand } from "./backslash-command.ts";
import { splitStatements } from "./split-statements.ts";

export type SqlPrompt = {
  input: Readable;
  /** Where the prompt and the input are shown; only on a terminal. */
  output?: Writable;
  /** Name in the prompt. */
  name: string;
  /** Statements of earlier sessions, newest first. */
  history: string[];
  /** Runs a statement and returns the text to show. */
  run: (sql: string, signal: AbortSignal) => Promise<string>;
  print: (text: string) => void;
  complain: (error: unknown) => void;
  /** Called with each statement, to save it. */
  remember: (sql: string) => Promise<void>;
};

/**
 * Reads statements until the input ends or `\q`, and shows the result of each, or its error, in place.
 * Returns the number of statements that failed.
 */
export async function promptSql(prompt: SqlPrompt): Promise<number> {
  const { input, output, name, history, print } = prompt;
  const lines = createInterface({
    input,
    ...(output && { output, terminal: true }),
    history,
    historySize: 1_000,
  });
  let typed = "";
  let failed = 0;
  let running: AbortController | undefined;
  const ask = (): void => {
    if (output) {
      lines.setPrompt(typed.trim() === "" ? `${name}=> ` : `${name}-> `);
      lines.prompt();
    }
  };
  const runOne = async (sql: string): Promise<void> => {
    running = new AbortController();
    try {
      print(await prompt.run(sql, running.signal));
    } catch (error) {
      failed += 1;
      prompt.complain(error);
    } finally {
      running = undefined;
    }
  };
  lines.on("SIGINT", () => {
    running?.abort(new Error("Cancelled"));
    typed = "";
    print("");
    ask();
  });
  ask();
  for await (const line of lines) {
    if (typed.trim() === "" && line.trim().startsWith("\\")) {
      const command = readBackslashCommand(line);
      if (command.kind === "quit") {
        break;
      }
      if (command.kind === "text") {
        print(command.text);
      } else {
        await runOne(command.sql);
      }
    } else {
      const { statements, rest } = splitStatements(`${typed}${line}\n`);
      typed = rest;
      for (const sql of statements) {
        await prompt.remember(sql);
        await runOne(sql);
      }
    }
    ask();
  }
  lines.close();
  if (typed.trim() !== "") {
    failed += 1;
    prompt.complain(
      new Error(`The last statement does not end with a semicolon, and was not run: ${typed.trim()}`),
    );
  }
  return failed;
}
