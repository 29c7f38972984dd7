import { setTimeout as sleep } from "node:timers/promises";
import {
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  type Field,
  paginateGetStatementResult,
  RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import { stringify } from "csv-stringify/sync";
import { textTable } from "../terminal/text-table.ts";
import { type Command, type Io, readWords, UsageError } from "./command.ts";
import { type CommandStage, openStage } from "./stage.ts";

const pollMilliseconds = 250;

export const queryCommand: Command = {
  name: "query",
  summary: "runs a SELECT in the warehouse",
  help: `Runs one SELECT through the Redshift Data API and shows its rows.

  npm run ashiato -- query "SELECT device_id, COUNT(*) FROM lake.locations WHERE dt = '2026-11-21' GROUP BY 1"

Filter by dt: a query without it reads every day. Statements run as the owner of the warehouse, so anything but a SELECT is refused.
  --csv   print CSV with a header
  --stage, --json: see npm run ashiato -- --help`,
  async run(words, io) {
    const { values, positionals } = readWords(words, { csv: { type: "boolean", default: false } }, [
      "a SELECT",
    ]);
    const sql = positionals[0] ?? "";
    if (!/^\s*(select|with)\b/i.test(sql) || /;\s*\S/.test(sql)) {
      throw new UsageError(`The command runs exactly one SELECT, got ${JSON.stringify(sql)}`);
    }
    const { columns, rows } = await query(await openStage(values), sql, io);
    if (values.json) {
      io.print(JSON.stringify({ columns, rows }));
    } else {
      const texts = rows.map((row) => row.map((value) => (value === null ? "" : String(value))));
      io.print(values.csv ? stringify([columns, ...texts]).trimEnd() : textTable(columns, texts));
    }
    return 0;
  },
};

type Value = string | number | boolean | null;

async function query(
  stage: CommandStage,
  sql: string,
  { progress, signal }: Io,
): Promise<{ columns: string[]; rows: Value[][] }> {
  const client = new RedshiftDataClient({});
  try {
    const { Id = "" } = await client.send(
      new ExecuteStatementCommand({
        WorkgroupName: stage.workgroupName,
        Database: stage.database,
        SecretArn: stage.warehouseSecretArn,
        Sql: sql,
      }),
    );
    await finished(client, Id, { progress, signal });
    const rows: Value[][] = [];
    let columns: string[] = [];
    for await (const page of paginateGetStatementResult({ client }, { Id })) {
      columns = (page.ColumnMetadata ?? []).map(({ label, name }) => label ?? name ?? "");
      rows.push(...(page.Records ?? []).map((record) => record.map(fieldValue)));
    }
    return { columns, rows };
  } finally {
    client.destroy();
  }
}

async function finished(
  client: RedshiftDataClient,
  id: string,
  { progress, signal }: Pick<Io, "progress" | "signal">,
): Promise<void> {
  for (;;) {
    const { Status, Error: fault } = await client.send(new DescribeStatementCommand({ Id: id }));
    if (Status === "FINISHED") {
      return;
    }
    if (Status === "FAILED" || Status === "ABORTED") {
      throw new Error(`Statement ${id} ended ${Status}: ${fault ?? "no error text"}`);
    }
    progress.update(`Statement ${id} ${Status}`);
    if (signal.aborted) {
      await client.send(new CancelStatementCommand({ Id: id }));
      signal.throwIfAborted();
    }
    await sleep(pollMilliseconds);
  }
}

function fieldValue(field: Field): Value {
  if (field.isNull) {
    return null;
  }
  return field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue ?? null;
}
