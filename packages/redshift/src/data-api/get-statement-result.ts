import type { GetStatementResultResponse } from "@aws-sdk/client-redshift-data";
import { z } from "zod";
import { waitForEnd, type Call, type DataApi } from "./data-api.ts";
import { resourceNotFound, validationError } from "./errors.ts";
import { findStatement, recordId } from "./find-statement.ts";
import { readRequest, statementId, waitTimeSeconds } from "./read-request.ts";

const request = z.object({
  Id: statementId,
  NextToken: z.string().min(1).max(1024).optional(),
  WaitTimeSeconds: waitTimeSeconds,
});

const noResult = "Query does not have result. Please check query status with DescribeStatement.";

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_GetStatementResult.html */
export async function getStatementResult(
  api: DataApi,
  input: unknown,
  call: Call,
): Promise<GetStatementResultResponse> {
  const { Id, NextToken, WaitTimeSeconds: seconds } = readRequest(request, input);
  findStatement(api, Id);
  if (seconds !== undefined) await waitForEnd(api, recordId(Id), { seconds, call });
  const { progress } = findStatement(api, Id);
  const page = NextToken === undefined ? 0 : readToken(NextToken, Id);
  const columns = api.store.findColumns(Id);
  const records = api.store.findPage(Id, page);
  if (progress.status !== "FINISHED" || !progress.hasResultSet || !columns || !records) {
    throw resourceNotFound(noResult, Id);
  }
  const hasMore = api.store.hasPage(Id, page + 1);
  return {
    Records: records as NonNullable<GetStatementResultResponse["Records"]>,
    ColumnMetadata: columns,
    TotalNumRows: progress.resultRows,
    ...(hasMore ? { NextToken: writeToken(page + 1, Id) } : {}),
  } satisfies GetStatementResultResponse;
}

function writeToken(page: number, id: string): string {
  return Buffer.from(`${id} ${page}`).toString("base64url");
}

function readToken(token: string, id: string): number {
  const [tokenId, page] = Buffer.from(token, "base64url").toString("utf8").split(" ");
  const number = Number(page);
  if (tokenId !== id || !Number.isSafeInteger(number) || number < 1) {
    throw validationError(`The NextToken does not belong to ${id}.`);
  }
  return number;
}
