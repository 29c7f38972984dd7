import type { ColumnMetadata, Field } from "../statements/result-page.ts";
import { resourceNotFound, validationError } from "./errors.ts";
import { waitForEnd, type Call, type DataApi } from "./data-api.ts";
import { findStatement, recordId } from "./find-statement.ts";

/** One page of a statement's result, and the token of the next one. */
export type ReadPage = {
  records: Field[][];
  columns: ColumnMetadata[];
  totalRows: number;
  nextToken: string | undefined;
};

/** What a request for a page asks. `waitSeconds` is the time to wait for the statement's end. */
export type PageRequest = {
  id: string;
  token: string | undefined;
  waitSeconds: number | undefined;
  format: "JSON" | "CSV";
};

const noResult = "Query does not have result. Please check query status with DescribeStatement.";

/**
 * Reads a page of a statement's result. Throws ResourceNotFoundException when the statement has no result, or
 * no result yet, and ValidationException when its result has the other format.
 */
export async function readResultPage(
  api: DataApi,
  { id, token, waitSeconds, format }: PageRequest,
  call: Call,
): Promise<ReadPage> {
  const { record } = findStatement(api, id);
  const action = record.resultFormat === "CSV" ? "GetStatementResultV2" : "GetStatementResult";
  if (record.resultFormat !== format) {
    throw validationError(`The result format of ${id} is ${record.resultFormat}: use ${action}.`);
  }
  if (waitSeconds !== undefined) {
    await waitForEnd(api, recordId(id), { seconds: waitSeconds, call });
  }
  const { progress } = findStatement(api, id);
  const page = token === undefined ? 0 : readToken(token, id);
  const columns = api.store.findColumns(id);
  const records = api.store.findPage(id, page);
  if (progress.status !== "FINISHED" || !progress.hasResultSet || !columns || !records) {
    throw resourceNotFound(noResult, id);
  }
  const nextToken = api.store.hasPage(id, page + 1) ? writeToken(page + 1, id) : undefined;
  return { records, columns, totalRows: progress.resultRows, nextToken };
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
