import type { ExportList } from "@ashiato/core/api/schemas";
import { listExports } from "../api/list-exports.ts";
import { readableTime } from "../report/zoned-time.ts";
import { counted } from "../terminal/counted.ts";
import { textTable } from "../terminal/text-table.ts";
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
    const { from, to, all } = values;
    const list = await listExports(stage, { from, to, versions: all ? "all" : undefined }, signal);
    print(values.json ? JSON.stringify(list) : listText(list, stage.timeZone));
    return 0;
  },
};

function listText({ exports, from, to, olderVersions }: ExportList, timeZone: string): string {
  if (exports.length === 0) {
    return `No exports from ${from} to ${to}`;
  }
  const table = textTable(
    ["date", "version", "rows", "bytes", "created at", "run"],
    exports.map(({ date, version, rows, bytes, createdAt, run }) => [
      date,
      version,
      rows,
      bytes,
      readableTime(createdAt, timeZone),
      run,
    ]),
  );
  return olderVersions === 0
    ? table
    : `${table}\n${counted(olderVersions, "older version is", "older versions are")} not shown: --all`;
}
