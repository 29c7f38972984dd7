import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { failureText } from "../script-error.ts";
import { counted } from "../terminal/counted.ts";
import { type Command, readWords } from "./command.ts";
import { queryTable, refuseWrites, runQuery } from "./query/run-query.ts";
import { promptSql } from "./sql/sql-prompt.ts";
import { openStage } from "./stage.ts";

const historyFile = join(import.meta.dirname, "../../.ashiato/sql-history");
const maxHistory = 1_000;

export const sqlCommand: Command = {
  help: `Opens a prompt that runs SELECT statements through the Redshift Data API and shows their rows as a table. A statement ends with a semicolon and may have several lines; \\d lists the tables, \\d NAME the columns of one, \\q quits. Up and down go through the statements of earlier times.

  npm run -s ashiato -- sql

For example, without a terminal:

  echo "SELECT COUNT(*) FROM lake.days WHERE dt = '2026-11-25';" | npm run -s ashiato -- sql

Filter by dt: a query without it reads every day. Statements run as the owner of the warehouse, so anything but a SELECT is refused.
  --stage: see npm run ashiato -- --help

Exits 0 at the prompt; without a terminal, only if every statement succeeded.`,
  async run(words, { print, progress }) {
    const { values } = readWords(words, {});
    const stage = await openStage(values);
    const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
    if (isTerminal) {
      print(`The warehouse of stage ${stage.stage}. \\d lists the tables, \\? the commands, \\q quits.`);
    }
    const failed = await promptSql({
      input: process.stdin,
      ...(isTerminal && { output: process.stdout }),
      name: stage.stage,
      history: isTerminal ? await readHistory() : [],
      run: async (sql, signal) => {
        refuseWrites(sql);
        const result = await runQuery(stage, sql, { progress, signal });
        progress.clear();
        return `${queryTable(result)}\n(${counted(result.rows.length, "row")})\n`;
      },
      print,
      complain: (error) => progress.say(`ERROR: ${failureText(error)}`),
      remember: async (sql) => {
        if (isTerminal) {
          await mkdir(dirname(historyFile), { recursive: true });
          await appendFile(historyFile, `${sql.replaceAll(/\s*\n\s*/g, " ")};\n`, { mode: 0o600 });
        }
      },
    });
    return failed === 0 || isTerminal ? 0 : 1;
  },
};

/** Returns the statements of earlier sessions, newest first. */
async function readHistory(): Promise<string[]> {
  try {
    const lines = (await readFile(historyFile, "utf8")).split("\n").filter((line) => line !== "");
    return lines.slice(-maxHistory).toReversed();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return [];
    }
    throw error;
  }
}
