import type { ExecuteStatementOutput } from "@aws-sdk/client-redshift-data";
import type { StatementRecord } from "../statements/statement-record.ts";

/** The answer of both submitting actions. */
export function submissionOutput(record: StatementRecord): ExecuteStatementOutput {
  return {
    Id: record.id,
    CreatedAt: new Date(record.createdAt),
    Database: record.database,
    DbUser: record.dbUser,
    SecretArn: record.secretArn,
    WorkgroupName: record.workgroup,
    Status: record.status,
    HasResultSet: record.hasResultSet,
    RedshiftPid: record.redshiftPid,
  } satisfies ExecuteStatementOutput;
}
