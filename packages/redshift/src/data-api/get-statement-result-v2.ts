import type { GetStatementResultV2Response } from "@aws-sdk/client-redshift-data";
import { z } from "zod";
import type { Field } from "../statements/result-page.ts";
import type { Call, DataApi } from "./data-api.ts";
import { nextToken, readRequest, statementId, waitTimeSeconds } from "./read-request.ts";
import { readResultPage } from "./result-page.ts";

const request = z.object({ Id: statementId, NextToken: nextToken, WaitTimeSeconds: waitTimeSeconds });

/**
 * Returns a page of the result of a statement with `ResultFormat` CSV: lines that end with `\r\n`, without a
 * header.
 * https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_GetStatementResultV2.html
 */
export async function getStatementResultV2(
  api: DataApi,
  input: unknown,
  call: Call,
): Promise<GetStatementResultV2Response> {
  const { Id: id, NextToken: token, WaitTimeSeconds: waitSeconds } = readRequest(request, input);
  const page = await readResultPage(api, { id, token, waitSeconds, format: "CSV" }, call);
  const lines = page.records.map((record) => `${record.map(csvField).join(",")}\r\n`);
  return {
    Records: [{ CSVRecords: lines.join("") }],
    ColumnMetadata: page.columns,
    TotalNumRows: page.totalRows,
    ResultFormat: "CSV",
    ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
  } satisfies GetStatementResultV2Response;
}

/** NULL is an empty field; a text is quoted where RFC 4180 asks for it. */
function csvField(field: Field): string {
  if ("isNull" in field) {
    return "";
  }
  const text = String(Object.values(field)[0]);
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
