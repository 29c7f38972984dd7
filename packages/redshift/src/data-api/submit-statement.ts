import { randomUUID } from "node:crypto";
import type { ExecuteStatementOutput } from "@aws-sdk/client-redshift-data";
import { parameterNames, type SqlParameter } from "../sql/bind-parameters.ts";
import { tokenize } from "../sql/tokenize.ts";
import { SqlError } from "../errors.ts";
import type { StatementProgress, StatementRecord } from "../statements/statement-record.ts";
import { beginInSession, connect, type Connection, type ConnectionMembers } from "./connect.ts";
import { retentionMilliseconds, waitForEnd, type Call, type DataApi } from "./data-api.ts";
import { activeStatementsExceeded, validationError } from "./errors.ts";

/** Members of both submitting actions, read. */
export type Submission = {
  sqls: string[];
  batch: { executionMode: "TRANSACTION" | "AUTO_COMMIT" } | undefined;
  members: ConnectionMembers & {
    SecretArn?: string | undefined;
    DbUser?: string | undefined;
    Parameters?: SqlParameter[] | undefined;
    ClientToken?: string | undefined;
    WithEvent?: boolean | undefined;
    StatementName?: string | undefined;
    ResultFormat?: "JSON" | "CSV" | undefined;
    WaitTimeSeconds?: number | undefined;
  };
};

/**
 * STARTED and SUBMITTED ones. https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-troubleshooting.html
 */
const maxActiveStatements = 500;

/** https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html (idempotency) */
const clientTokenMilliseconds = 8 * 60 * 60 * 1000;

/**
 * Submits a statement or a batch and returns its record, after the time to wait. Throws what both submitting
 * actions throw.
 */
export async function submitStatement(
  api: DataApi,
  submission: Submission,
  call: Call,
): Promise<StatementRecord> {
  const { members } = submission;
  refuseUnsupported(api, members);
  const connection = connect(api, members);
  checkParameters(submission);
  const known = findSubmitted(api, submission);
  const record = known ?? newRecord(api, submission, connection);
  if (!known) {
    api.store.deleteBefore(api.clock.now() - retentionMilliseconds);
    if (api.runner.unfinished >= maxActiveStatements) {
      throw activeStatementsExceeded(maxActiveStatements);
    }
    record.sessionId = beginInSession(api, connection, record.id);
    api.runner.submit(record);
    keepToken(api, submission, record.id);
  }
  // SUBMITTED is what the caller sees, whatever happens to the record from now on.
  const submitted = structuredClone(record);
  if (members.WaitTimeSeconds === undefined) {
    return submitted;
  }
  await waitForEnd(api, record.id, { seconds: members.WaitTimeSeconds, call });
  return api.store.find(record.id) ?? submitted;
}

/** Returns the answer of both submitting actions. */
export function submissionOutput(record: StatementRecord): ExecuteStatementOutput {
  return {
    Id: record.id,
    CreatedAt: new Date(record.createdAt),
    Database: record.database,
    DbUser: record.dbUser,
    SecretArn: record.secretArn,
    WorkgroupName: record.workgroup,
    SessionId: record.sessionId,
    Status: record.status,
    HasResultSet: record.hasResultSet,
    RedshiftPid: record.redshiftPid,
  } satisfies ExecuteStatementOutput;
}

function refuseUnsupported({ hasEventBus }: DataApi, members: Submission["members"]): void {
  if (members.WithEvent === true && !hasEventBus) {
    throw validationError(
      "WithEvent is not supported here: this stage has no event bus to send the event to.",
    );
  }
}

/** Each parameter must be used, by one statement of a batch at least. */
function checkParameters({ sqls, members }: Submission): void {
  const parameters = members.Parameters ?? [];
  if (parameters.length === 0) {
    return;
  }
  const given = parameters.map((parameter) => parameter.name);
  const repeated = given.find((name, index) => given.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw validationError(`Parameters list contains the parameter ${repeated} twice.`);
  }
  const used = new Set(sqls.flatMap(usedParameters));
  const unused = given.filter((name) => !used.has(name));
  if (unused.length > 0) {
    throw validationError(
      `Parameters list contains unused parameters. Unused parameters: [${unused.join(", ")}]`,
    );
  }
  const missing = [...used].filter((name) => !given.includes(name));
  if (missing.length > 0) {
    throw validationError(
      `Parameters list does not contain all parameters. Missing parameters: [${missing.join(", ")}]`,
    );
  }
}

/** A text that cannot be cut into tokens has no parameters; it fails when it runs, as a statement does. */
function usedParameters(sql: string): string[] {
  try {
    return [...parameterNames(tokenize(sql))];
  } catch (error) {
    if (error instanceof SqlError) {
      return [];
    }
    throw error;
  }
}

function findSubmitted(api: DataApi, submission: Submission): StatementRecord | undefined {
  const { ClientToken } = submission.members;
  const known = ClientToken === undefined ? undefined : api.store.findToken(ClientToken, api.clock.now());
  if (!known) {
    return undefined;
  }
  if (known.request !== fingerprint(submission)) {
    throw validationError(`The ClientToken ${ClientToken} was used for another request.`);
  }
  return api.store.find(known.statementId);
}

function keepToken(api: DataApi, submission: Submission, id: string): void {
  const { ClientToken } = submission.members;
  if (ClientToken === undefined) {
    return;
  }
  const expiresAt = api.clock.now() + clientTokenMilliseconds;
  api.store.saveToken({ token: ClientToken, request: fingerprint(submission), statementId: id, expiresAt });
}

function fingerprint({ sqls, batch, members }: Submission): string {
  const { WaitTimeSeconds: _wait, ...asked } = members;
  return JSON.stringify([
    sqls,
    batch ?? null,
    Object.entries(asked).sort(([left], [right]) => left.localeCompare(right)),
  ]);
}

function newRecord(
  api: DataApi,
  { sqls, batch, members }: Submission,
  { workgroup, database }: Connection,
): StatementRecord {
  const id = randomUUID();
  const now = api.clock.now();
  const ordinal = api.store.nextOrdinal();
  const progress = (part: string, sql: string): StatementProgress => ({
    id: part,
    sql,
    status: "SUBMITTED",
    createdAt: now,
    updatedAt: now,
    resultRows: -1,
    resultSize: -1,
    hasResultSet: false,
    redshiftQueryId: ordinal,
  });
  return {
    ...progress(id, sqls[0] ?? ""),
    workgroup: workgroup.name,
    workgroupArn: workgroup.arn,
    workgroupDatabase: workgroup.database,
    database,
    dbUser: members.SecretArn === undefined ? (members.DbUser ?? api.dbUser) : undefined,
    secretArn: members.SecretArn,
    statementName: members.StatementName,
    resultFormat: members.ResultFormat ?? "JSON",
    withEvent: members.WithEvent ?? false,
    parameters: members.Parameters ?? [],
    executionMode: batch?.executionMode,
    subStatements: batch && sqls.map((sql, index) => progress(`${id}:${index + 1}`, sql)),
    redshiftPid: 1_000_000 + ordinal,
  };
}
