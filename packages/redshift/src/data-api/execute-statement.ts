import type { ExecuteStatementOutput } from "@aws-sdk/client-redshift-data";
import { z } from "zod";
import type { Call, DataApi } from "./data-api.ts";
import { readRequest, sqlText, submission } from "./read-request.ts";
import { submissionOutput, submitStatement } from "./submit-statement.ts";

const request = z.object({ ...submission, Sql: sqlText });

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ExecuteStatement.html */
export async function executeStatement(
  api: DataApi,
  input: unknown,
  call: Call,
): Promise<ExecuteStatementOutput> {
  const { Sql, ...members } = readRequest(request, input);
  const record = await submitStatement(api, { sqls: [Sql], batch: undefined, members }, call);
  return submissionOutput(record) satisfies ExecuteStatementOutput;
}
