import type { GetStatementResultResponse } from "@aws-sdk/client-redshift-data";
import { z } from "zod";
import type { Call, DataApi } from "./data-api.ts";
import { nextToken, readRequest, statementId, waitTimeSeconds } from "./read-request.ts";
import { readResultPage } from "./result-page.ts";

const request = z.object({ Id: statementId, NextToken: nextToken, WaitTimeSeconds: waitTimeSeconds });

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_GetStatementResult.html */
export async function getStatementResult(
  api: DataApi,
  input: unknown,
  call: Call,
): Promise<GetStatementResultResponse> {
  const { Id: id, NextToken: token, WaitTimeSeconds: waitSeconds } = readRequest(request, input);
  const page = await readResultPage(api, { id, token, waitSeconds, format: "JSON" }, call);
  return {
    Records: page.records as NonNullable<GetStatementResultResponse["Records"]>,
    ColumnMetadata: page.columns,
    TotalNumRows: page.totalRows,
    ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
  } satisfies GetStatementResultResponse;
}
