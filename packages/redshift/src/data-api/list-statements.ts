import type { ListStatementsResponse, StatementData } from "@aws-sdk/client-redshift-data";
import { z } from "zod";
import { statementStatuses, type StatementRecord } from "../statements/statement-record.ts";
import { retentionMilliseconds, type DataApi } from "./data-api.ts";
import { validationError } from "./errors.ts";
import { readRequest, statementName } from "./read-request.ts";

const request = z.object({
  Status: z.enum([...statementStatuses, "ALL"]).default("FINISHED"),
  StatementName: statementName,
  Database: z.string().optional(),
  WorkgroupName: z.string().optional(),
  ClusterIdentifier: z.string().optional(),
  RoleLevel: z.boolean().optional(),
  MaxResults: z.int().min(0).max(100).optional(),
  NextToken: z.string().min(1).optional(),
});

const defaultPage = 100;

/**
 * Lists statements, the newest first; FINISHED ones if no status is asked for.
 * https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ListStatements.html
 */
export async function listStatements(api: DataApi, input: unknown): Promise<ListStatementsResponse> {
  const asked = readRequest(request, input);
  const oldest = api.clock.now() - retentionMilliseconds;
  const matching = api.store
    .all()
    .filter(
      (record) =>
        record.createdAt > oldest &&
        (asked.Status === "ALL" || record.status === asked.Status) &&
        (asked.StatementName === undefined ||
          record.statementName?.startsWith(asked.StatementName) === true) &&
        (asked.Database === undefined || record.database === asked.Database) &&
        (asked.WorkgroupName === undefined ||
          [record.workgroup, record.workgroupArn].includes(asked.WorkgroupName)) &&
        asked.ClusterIdentifier === undefined,
    );
  const start = asked.NextToken === undefined ? 0 : afterToken(matching, asked.NextToken);
  const end = start + (asked.MaxResults || defaultPage);
  const page = matching.slice(start, end);
  const last = page.at(-1);
  return {
    Statements: page.map(statementData),
    ...(last && end < matching.length ? { NextToken: last.id } : {}),
  } satisfies ListStatementsResponse;
}

function afterToken(records: readonly StatementRecord[], token: string): number {
  const index = records.findIndex((record) => record.id === token);
  if (index < 0) {
    throw validationError("The NextToken does not belong to this list.");
  }
  return index + 1;
}

function statementData(record: StatementRecord): StatementData {
  return {
    Id: record.id,
    StatementName: record.statementName,
    Status: record.status,
    CreatedAt: new Date(record.createdAt),
    UpdatedAt: new Date(record.updatedAt),
    IsBatchStatement: record.subStatements !== undefined,
    QueryString: record.sql,
    QueryStrings: record.subStatements?.map((statement) => statement.sql),
    QueryParameters: record.parameters.length > 0 ? record.parameters : undefined,
    SecretArn: record.secretArn,
    SessionId: record.sessionId,
    ResultFormat: record.resultFormat,
  } satisfies StatementData;
}
