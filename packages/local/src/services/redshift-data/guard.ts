import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import type { Access } from "../access.ts";
import type { Guard } from "../guard.ts";
import type { Workgroups } from "./workgroups.ts";

const text = z.string().optional().catch(undefined);
const named = z.looseObject({ WorkgroupName: text, SecretArn: text, Id: text, SessionId: text });
const submitted = z.looseObject({ Id: z.string(), SessionId: text });

/** These are about a statement, and know no resource but who submitted it. */
const aboutStatement = new Set([
  "CancelStatement",
  "DescribeStatement",
  "GetStatementResult",
  "GetStatementResultV2",
]);

/**
 * Statements whose submitters are remembered, and sessions with their workgroups: of an older one, no
 * condition on its submitter holds, and no workgroup is known.
 */
const maxRemembered = 10_000;

/**
 * Returns the guard of the Data API. Who signs in by a secret must be allowed to read it, and who does not
 * must be allowed credentials of the database. A session has signed in already, and is of its workgroup.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-iam-access-control-identity-based.html
 */
export function dataApiGuard(access: Access, workgroups: Pick<Workgroups, "find">): Guard {
  const owners = new Map<string, string>();
  const workgroupOfSession = new Map<string, string>();
  return (principal, { action, input }) => {
    const {
      WorkgroupName: workgroup,
      SecretArn: secret,
      Id: id,
      SessionId: session = "",
    } = named.parse(input);
    const ask = (asked: string, resource: string, context: Record<string, string | undefined> = {}) =>
      access.authorize({ principal, action: asked, resource, context });
    if (aboutStatement.has(action)) {
      const owner = owners.get(id?.split(":")[0] ?? "");
      ask(permissionOf(action), "*", { "redshift-data:statement-owner-iam-userid": owner });
      return undefined;
    }
    const found = workgroup === undefined ? undefined : workgroups.find(workgroup);
    const resource = found?.arn ?? workgroupOfSession.get(session) ?? "*";
    ask(permissionOf(action), resource);
    const remember = (output: unknown): void => {
      const statement = submitted.safeParse(output);
      if (statement.success && principal.kind !== "service") {
        put(owners, statement.data.Id, principal.userId);
        if (statement.data.SessionId !== undefined) {
          put(workgroupOfSession, statement.data.SessionId, resource);
        }
      }
    };
    if (workgroup === undefined) {
      return remember;
    }
    if (!found) {
      throw new ServiceError("ValidationException", `Redshift endpoint doesn't exist in this region.`);
    }
    if (secret === undefined) {
      ask("redshift-serverless:GetCredentials", resource);
    } else {
      ask("secretsmanager:GetSecretValue", secret);
    }
    return remember;
  };
}

function put(remembered: Map<string, string>, key: string, value: string): void {
  if (remembered.size >= maxRemembered) {
    remembered.clear();
  }
  remembered.set(key, value);
}

/** Both forms of a result are read by one permission. */
function permissionOf(action: string): string {
  return `redshift-data:${action === "GetStatementResultV2" ? "GetStatementResult" : action}`;
}
