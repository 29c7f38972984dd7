import { setTimeout as sleep } from "node:timers/promises";
import {
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  type Field,
  paginateGetStatementResult,
  RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import { ScriptError } from "../../script-error.ts";
import { textTable } from "../../terminal/text-table.ts";
import { type Io, UsageError } from "../command.ts";
import type { CommandStage } from "../stage.ts";

const pollMilliseconds = 250;

type Value = string | number | boolean | null;

export type QueryResult = { columns: string[]; rows: Value[][] };

/**
 * Runs a statement in the stage's warehouse and returns all of its rows. Throws StatementFailed with the
 * warehouse's own error; cancels the statement if the signal is aborted.
 */
export async function runQuery(
  stage: CommandStage,
  sql: string,
  { progress, signal }: Pick<Io, "progress" | "signal">,
): Promise<QueryResult> {
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
      throw new ScriptError(
        "StatementFailed",
        `The statement ${Status === "FAILED" ? "failed" : "was cancelled"}: ${fault?.replace(/^ERROR: /, "") ?? "no reason given"}`,
      );
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

/** Returns the rows as a table, NULL as an empty cell. */
export function queryTable({ columns, rows }: QueryResult): string {
  return textTable(columns, cellTexts(rows));
}

export function cellTexts(rows: QueryResult["rows"]): string[][] {
  return rows.map((row) => row.map((value) => (value === null ? "" : String(value))));
}

/**
 * Statements run as the owner of the warehouse, so the commands run only statements that read. Throws an
 * Error for any other statement, and for several statements.
 */
export function refuseWrites(sql: string): void {
  if (!/^\s*(?:select|with)\b/i.test(sql) || /;\s*\S/.test(sql)) {
    throw new UsageError(
      `Exactly one SELECT is run, as a mistake in anything else could lose data; got ${JSON.stringify(sql)}`,
    );
  }
}
