import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  type Field,
  paginateGetStatementResult,
  RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import { Resource } from "sst";
import { FunctionError } from "../errors.ts";

// Separate from the other clients, so that only the functions that use it bundle it.
const redshiftData = new RedshiftDataClient({});

/** The longest that an answer may be held back until the statement has ended: the API's maximum. */
const waitSeconds = 30;
/** Definitions take a second; a warehouse that has slept for a day, or is busy, takes longer. */
const maxStatementSeconds = 300;

/**
 * Runs a short statement, such as a definition, as the database's owner, and waits for its end. It must be
 * one that may run again. Throws StatementFailed with the warehouse's words if it fails or does not end
 * within five minutes.
 */
export async function runStatement(sql: string, name: string): Promise<void> {
  await finishedStatement(sql, name);
}

/**
 * Runs a query as `runStatement` does, and returns its rows: numbers, texts and nulls. A DECIMAL is text.
 * Throws StatementFailed.
 */
export async function queryRows(sql: string, name: string): Promise<(string | number | null)[][]> {
  const Id = await finishedStatement(sql, name);
  const rows: (string | number | null)[][] = [];
  for await (const { Records = [] } of paginateGetStatementResult({ client: redshiftData }, { Id })) {
    rows.push(...Records.map((record) => record.map(valueOf)));
  }
  return rows;
}

function valueOf({ longValue, doubleValue, stringValue }: Field): string | number | null {
  return longValue ?? doubleValue ?? stringValue ?? null;
}

/** Returns the id of a statement that has finished. */
async function finishedStatement(sql: string, name: string): Promise<string | undefined> {
  const { workgroupName, database, secretArn } = Resource.Warehouse;
  const deadline = Date.now() + maxStatementSeconds * 1_000;
  const { Id } = await redshiftData.send(
    new ExecuteStatementCommand({
      WorkgroupName: workgroupName,
      Database: database,
      SecretArn: secretArn,
      Sql: sql,
      StatementName: name,
    }),
  );
  for (;;) {
    const described = await redshiftData.send(
      new DescribeStatementCommand({ Id, WaitTimeSeconds: waitSeconds }),
    );
    const { Status, Error: fault = "no error text" } = described;
    if (Status === "FINISHED") {
      return Id;
    }
    if (Status === "FAILED" || Status === "ABORTED") {
      throw new FunctionError("StatementFailed", `${name} (statement ${Id}) ended ${Status}: ${fault}`);
    }
    if (Date.now() > deadline) {
      throw new FunctionError(
        "StatementFailed",
        `${name} (statement ${Id}) was still ${Status} after ${maxStatementSeconds} seconds`,
      );
    }
  }
}
