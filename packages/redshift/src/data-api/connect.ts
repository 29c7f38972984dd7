import type { Session } from "../statements/sessions.ts";
import { activeSessionsExceeded, validationError } from "./errors.ts";
import type { DataApi, Workgroup } from "./data-api.ts";

/** The members of a submission that say where it runs. */
export type ConnectionMembers = {
  WorkgroupName?: string | undefined;
  ClusterIdentifier?: string | undefined;
  Database?: string | undefined;
  SessionId?: string | undefined;
  SessionKeepAliveSeconds?: number | undefined;
};

/**
 * Where a statement runs: in a session that is open, or in one that `keepAliveSeconds` asks for, or in one
 * that is not kept.
 */
export type Connection = {
  workgroup: Workgroup;
  database: string;
  session: Session | undefined;
  keepAliveSeconds: number | undefined;
};

/** https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-calling-considerations-session-reuse.html */
const maxSessions = 500;

/**
 * Returns where a submission runs. Throws ValidationException for a workgroup or a session that does not
 * exist, and for members that contradict each other.
 */
export function connect(api: DataApi, members: ConnectionMembers): Connection {
  const { SessionId, SessionKeepAliveSeconds: keepAliveSeconds } = members;
  if (SessionId === undefined) {
    const workgroup = findWorkgroup(api, members);
    if (members.Database === undefined) {
      throw validationError("Database must be provided.");
    }
    return { workgroup, database: members.Database, session: undefined, keepAliveSeconds };
  }
  const session = api.sessions.find(SessionId);
  if (!session || api.sessions.statusOf(session) === "CLOSED") {
    throw validationError(`Session ${SessionId} is not available: it does not exist or is closed.`);
  }
  const workgroup = findWorkgroup(api, {
    ...members,
    WorkgroupName: members.WorkgroupName ?? session.workgroup,
  });
  const { database } = session;
  if (workgroup.name !== session.workgroup || (members.Database ?? database) !== database) {
    throw validationError(
      `Session ${SessionId} is connected to the database ${database} of ${session.workgroup}.`,
    );
  }
  return { workgroup, database, session, keepAliveSeconds };
}

/**
 * Begins a statement in its session, and returns the session's id, or undefined when no session is kept.
 * Throws ValidationException for a session that runs another statement, and ActiveSessionsExceededException.
 */
export function beginInSession(
  api: DataApi,
  connection: Connection,
  statementId: string,
): string | undefined {
  const { workgroup, database, session, keepAliveSeconds } = connection;
  if (!session) {
    if (!keepAliveSeconds) {
      return undefined;
    }
    if (api.sessions.openCount >= maxSessions) {
      throw activeSessionsExceeded(maxSessions);
    }
    const keepAliveMilliseconds = keepAliveSeconds * 1000;
    const opened = api.sessions.open({ workgroup: workgroup.name, database, keepAliveMilliseconds });
    api.sessions.begin(opened, statementId);
    return opened.id;
  }
  if (session.statementId !== undefined) {
    throw validationError(`Session ${session.id} is busy: it runs the statement ${session.statementId}.`);
  }
  if (keepAliveSeconds !== undefined) {
    session.keepAliveMilliseconds = keepAliveSeconds * 1000;
  }
  api.sessions.begin(session, statementId);
  return session.id;
}

/** Throws ValidationException for a workgroup that does not exist, and where none is named. */
export function findWorkgroup(
  api: DataApi,
  { WorkgroupName, ClusterIdentifier }: Pick<ConnectionMembers, "WorkgroupName" | "ClusterIdentifier">,
): Workgroup {
  if (WorkgroupName === undefined && ClusterIdentifier === undefined) {
    throw validationError("Either ClusterIdentifier, WorkgroupName or SessionId must be provided.");
  }
  if (WorkgroupName !== undefined && ClusterIdentifier !== undefined) {
    throw validationError("ClusterIdentifier and WorkgroupName cannot be given together.");
  }
  const workgroup = api.workgroups.find(({ name, arn }) => name === WorkgroupName || arn === WorkgroupName);
  if (!workgroup) {
    throw validationError("Redshift endpoint doesn't exist in this region.");
  }
  return workgroup;
}
