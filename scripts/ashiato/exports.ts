import type { ExportList } from "@ashiato/core/api/schemas";
import { listExports } from "../api/list-exports.ts";
import { readableTime } from "../report/zoned-time.ts";
import { counted } from "../terminal/counted.ts";
import { textTable } from "../terminal/text-table.ts";
import { calendarDate, type Command, readWords } from "./command.ts";
import { openStage } from "./stage.ts";

export const exportsCommand: Command = {
  help: `Lists the exports of a range of business dates: version, rows, bytes, and the run that made each.

  npm run ashiato -- exports [--from DATE] [--to DATE] [--all]

For example: npm run ashiato -- exports --from 2026-11-20 --to yesterday

  --from DATE  first business date, yyyy-MM-dd, today or yesterday (default: 30 days before --to)
  --to DATE    last business date (default: today)
  --all        every version, not just the newest
  --stage, --json: see npm run ashiato -- --help; --json includes signed links

Exits 0 even if there is no export in the range.`,
  async run(words, { print, signal }) {
    const { values } = readWords(words, {
      from: { type: "string" },
      to: { type: "string" },
      all: { type: "boolean", default: false },
    });
    const wanted = [values.from, values.to].map((text, index) =>
      text === undefined ? undefined : calendarDate(["--from", "--to"][index] ?? "", text),
    );
    const stage = await openStage(values);
    const [from, to] = wanted.map((date) => date?.(stage));
    const { all } = values;
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
