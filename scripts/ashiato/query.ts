import { stringify } from "csv-stringify/sync";
import { type Command, readWords } from "./command.ts";
import { cellTexts, queryTable, refuseWrites, runQuery } from "./query/run-query.ts";
import { openStage } from "./stage.ts";

export const queryCommand: Command = {
  help: `Runs one SELECT through the Redshift Data API and shows its rows.

  npm run ashiato -- query SELECT [--csv]

For example: npm run ashiato -- query "SELECT device_id, COUNT(*) FROM lake.days WHERE dt = '2026-11-21' GROUP BY 1"

Filter by dt: a query without it reads every day. For several statements, see npm run ashiato -- sql. Statements run as the owner of the warehouse, so anything but a SELECT is refused.
  --csv   print CSV with a header
  --stage, --json: see npm run ashiato -- --help

Exits 0 only if the statement succeeds.`,
  async run(words, io) {
    const { values, positionals } = readWords(words, { csv: { type: "boolean", default: false } }, [
      "SELECT",
    ]);
    const sql = positionals[0] ?? "";
    refuseWrites(sql);
    const result = await runQuery(await openStage(values), sql, io);
    if (values.json) {
      io.print(JSON.stringify(result));
    } else if (values.csv) {
      io.print(stringify([result.columns, ...cellTexts(result.rows)]).trimEnd());
    } else {
      io.print(queryTable(result));
    }
    return 0;
  },
};
