import type { DescribeStatementResponse, SubStatementData } from "@aws-sdk/client-redshift-data";
import { z } from "zod";
import type { StatementProgress, StatementRecord } from "../statements/statement-record.ts";
import { waitForEnd, type Call, type DataApi } from "./data-api.ts";
import { findStatement, recordId } from "./find-statement.ts";
import { readRequest, statementId, waitTimeSeconds } from "./read-request.ts";

const request = z.object({ Id: statementId, WaitTimeSeconds: waitTimeSeconds });

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_DescribeStatement.html */
export async function describeStatement(
  api: DataApi,
  input: unknown,
  call: Call,
): Promise<DescribeStatementResponse> {
  const { Id, WaitTimeSeconds: seconds } = readRequest(request, input);
  findStatement(api, Id);
  if (seconds !== undefined) {
    await waitForEnd(api, recordId(Id), { seconds, call });
  }
  const { record, progress } = findStatement(api, Id);
  return {
    ...progressOutput(progress),
    Id: progress.id,
    Database: record.database,
    DbUser: record.dbUser,
    SecretArn: record.secretArn,
    WorkgroupName: record.workgroup,
    RedshiftPid: record.redshiftPid,
    ...(record.parameters.length > 0 ? { QueryParameters: record.parameters } : {}),
    ...(progress === record ? batchOutput(record) : {}),
    SessionId: record.sessionId,
    ResultFormat: record.resultFormat,
  } satisfies DescribeStatementResponse;
}

function batchOutput(record: StatementRecord): Partial<DescribeStatementResponse> {
  if (!record.subStatements) {
    return {};
  }
  return {
    ExecutionMode: record.executionMode,
    // The text of a batch is in its statements.
    QueryString: undefined,
    SubStatements: record.subStatements.map((statement) => ({
      ...progressOutput(statement),
      Id: statement.id,
    })),
  };
}

function progressOutput(progress: StatementProgress): Omit<SubStatementData, "Id"> {
  return {
    Status: progress.status,
    CreatedAt: new Date(progress.createdAt),
    UpdatedAt: new Date(progress.updatedAt),
    Duration: progress.durationNanoseconds ?? -1,
    Error: progress.error,
    QueryString: progress.sql,
    RedshiftQueryId: progress.redshiftQueryId,
    ResultRows: progress.resultRows,
    ResultSize: progress.resultSize,
    HasResultSet: progress.hasResultSet,
  } satisfies Omit<SubStatementData, "Id">;
}
