import { randomUUID } from "node:crypto";
import type { Principal } from "@ashiato/iam/request";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SessionCredentials } from "../../http/access-key.ts";
import type { Access, Session } from "../access.ts";
import type { ConnectionData, Invoke, SdkServicesAs } from "../service.ts";

/** The services that a state machine calls. */
export type CalledServices = {
  lambda: {
    /** Throws ServiceError AccessDeniedException for a function that the caller may not invoke. */
    authorize: (caller: Principal, functionName: string) => void;
    invoke: Invoke;
    invokeAsynchronously: (functionName: string, payload: string) => void;
  };
  s3As: (credentials: () => Promise<SessionCredentials>) => S3Client;
  sdkAs: SdkServicesAs;
  /** What EventBridge connections add to an HTTP request, by ARN. */
  connections: ReadonlyMap<string, ConnectionData>;
};

export const statesService = "states.amazonaws.com";

/**
 * Returns sessions of a machine's role, each with a new name: Step Functions assumes the role anew, under
 * names of its own, and makes no promise that two calls of an execution are of one session.
 */
export function newSessions(
  access: Access,
  { roleArn, sourceArn }: { roleArn: string; sourceArn: string },
): () => Session {
  return () =>
    access.assumeRole(roleArn, {
      service: statesService,
      sessionName: randomUUID().replaceAll("-", ""),
      sourceArn,
    });
}

/** Returns credentials that a client asks for again before each request: they have always expired. */
export function freshCredentials(
  session: () => Session,
): () => Promise<SessionCredentials & { expiration: Date }> {
  return async () => ({ ...session().credentials, expiration: new Date(0) });
}
