import type { BatchExecuteStatementOutput } from "@aws-sdk/client-redshift-data";
import { z } from "zod";
import type { Call, DataApi } from "./data-api.ts";
import { readRequest, sqlText, submission } from "./read-request.ts";
import { submissionOutput, submitStatement } from "./submit-statement.ts";

const request = z.object({
  ...submission,
  Sqls: z.array(sqlText).min(1).max(40),
  ExecutionMode: z.enum(["TRANSACTION", "AUTO_COMMIT"]).default("TRANSACTION"),
});

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_BatchExecuteStatement.html */
export async function batchExecuteStatement(
  api: DataApi,
  input: unknown,
  call: Call,
): Promise<BatchExecuteStatementOutput> {
  const { Sqls: sqls, ExecutionMode: executionMode, ...members } = readRequest(request, input);
  const record = await submitStatement(api, { sqls, batch: { executionMode }, members }, call);
  return submissionOutput(record) satisfies BatchExecuteStatementOutput;
}
