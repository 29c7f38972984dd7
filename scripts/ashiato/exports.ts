import { exportListSchema } from "@ashiato/core/api/schemas";
import { textTable } from "../terminal/text-table.ts";
import { askApi } from "../api/ask-api.ts";
import { type Command, readWords } from "./command.ts";
import { openStage } from "./stage.ts";

export const exportsCommand: Command = {
  name: "exports",
  summary: "lists the newest export of each date",
  help: `Lists exports.

  npm run ashiato -- exports [--from DATE] [--to DATE] [--all]

  --from DATE  first business date, yyyy-MM-dd (default: 30 days before --to)
  --to DATE    last business date (default: today)
  --all        every version, not just the newest
  --stage, --json: see npm run ashiato -- --help; --json includes signed links`,
  async run(words, { print, signal }) {
    const { values } = readWords(words, {
      from: { type: "string" },
      to: { type: "string" },
      all: { type: "boolean", default: false },
    });
    const stage = await openStage(values);
    const query = new URLSearchParams({
      ...(values.from !== undefined && { from: values.from }),
      ...(values.to !== undefined && { to: values.to }),
      ...(values.all && { versions: "all" }),
    });
    const list = await askApi(stage, `/v1/exports?${query.toString()}`, { schema: exportListSchema, signal });
    print(values.json ? JSON.stringify(list) : table(list.exports, list));
    return 0;
  },
};

type Listed = { date: string; version: number; rows: number; bytes: number; createdAt: string; run: string };

function table(exports: Listed[], { from, to }: { from: string; to: string }): string {
  if (exports.length === 0) {
    return `No exports from ${from} to ${to}`;
  }
  return textTable(
    ["date", "version", "rows", "bytes", "created at", "run"],
    exports.map(({ date, version, rows, bytes, createdAt, run }) => [
      date,
      version,
      rows,
      bytes,
      createdAt,
      run,
    ]),
  );
}
