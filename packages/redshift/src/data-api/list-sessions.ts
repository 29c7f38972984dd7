import type { ListSessionsResponse, SessionData } from "@aws-sdk/client-redshift-data";
import { z } from "zod";
import type { Session } from "../statements/sessions.ts";
import type { DataApi } from "./data-api.ts";
import { validationError } from "./errors.ts";
import { readRequest, sessionId } from "./read-request.ts";

const request = z.object({
  SessionId: sessionId.optional(),
  Status: z.enum(["AVAILABLE", "BUSY", "CLOSED"]).optional(),
  WorkgroupName: z.string().optional(),
  ClusterIdentifier: z.string().optional(),
  Database: z.string().optional(),
  RoleLevel: z.boolean().optional(),
  MaxResults: z.int().min(0).max(100).optional(),
  NextToken: z.string().min(1).optional(),
});

const defaultPage = 100;

/**
 * Returns the sessions, the newest first.
 * https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ListSessions.html
 */
export async function listSessions(api: DataApi, input: unknown): Promise<ListSessionsResponse> {
  const asked = readRequest(request, input);
  const workgroup = api.workgroups.find(({ name, arn }) => [name, arn].includes(asked.WorkgroupName ?? ""));
  const matching = api.sessions
    .all()
    .filter(
      (session) =>
        (asked.SessionId === undefined || session.id === asked.SessionId) &&
        (asked.Status === undefined || api.sessions.statusOf(session) === asked.Status) &&
        (asked.WorkgroupName === undefined || session.workgroup === workgroup?.name) &&
        (asked.Database === undefined || session.database === asked.Database) &&
        asked.ClusterIdentifier === undefined,
    );
  const start = asked.NextToken === undefined ? 0 : afterToken(matching, asked.NextToken);
  const end = start + (asked.MaxResults || defaultPage);
  const page = matching.slice(start, end);
  const last = page.at(-1);
  return {
    Sessions: page.map((session) => sessionData(api, session)),
    ...(last && end < matching.length ? { NextToken: last.id } : {}),
  } satisfies ListSessionsResponse;
}

function afterToken(sessions: readonly Session[], token: string): number {
  const index = sessions.findIndex((session) => session.id === token);
  if (index < 0) {
    throw validationError("The NextToken does not belong to this list.");
  }
  return index + 1;
}

function sessionData(api: DataApi, session: Session): SessionData {
  return {
    SessionId: session.id,
    Status: api.sessions.statusOf(session),
    CreatedAt: new Date(session.createdAt),
    UpdatedAt: new Date(session.updatedAt),
    WorkgroupName: session.workgroup,
    Database: session.database,
    DbUser: api.dbUser,
    SessionAliveSeconds: session.keepAliveMilliseconds / 1000,
    ...(session.closesAt === undefined ? {} : { SessionTtl: new Date(session.closesAt) }),
    ...(session.statementId === undefined ? {} : { CurrentStatementId: session.statementId }),
  } satisfies SessionData;
}
