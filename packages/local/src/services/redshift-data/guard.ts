import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import type { Access } from "../access.ts";
import type { Guard } from "../guard.ts";
import type { Workgroups } from "./workgroups.ts";

const text = z.string().optional().catch(undefined);
const named = z.looseObject({ WorkgroupName: text, SecretArn: text, Id: text });
const submitted = z.looseObject({ Id: z.string() });

/** These are about a statement, and know no resource but who submitted it. */
const aboutStatement = new Set([
  "CancelStatement",
  "DescribeStatement",
  "GetStatementResult",
  "GetStatementResultV2",
]);

/** Statements whose submitters are remembered; of an older one, no condition on its submitter holds. */
const maxOwners = 10_000;

/**
 * Returns the guard of the Data API. Who signs in by a secret must be allowed to read it, and who does not
 * must be allowed credentials of the database.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-iam-access-control-identity-based.html
 */
export function dataApiGuard(access: Access, workgroups: Pick<Workgroups, "find">): Guard {
  const owners = new Map<string, string>();
  return (principal, { action, input }) => {
    const { WorkgroupName: workgroup, SecretArn: secret, Id: id } = named.parse(input);
    const ask = (asked: string, resource: string, context: Record<string, string | undefined> = {}) =>
      access.authorize({ principal, action: asked, resource, context });
    if (aboutStatement.has(action)) {
      const owner = owners.get(id?.split(":")[0] ?? "");
      ask(permissionOf(action), "*", { "redshift-data:statement-owner-iam-userid": owner });
      return undefined;
    }
    const found = workgroup === undefined ? undefined : workgroups.find(workgroup);
    const resource = found?.arn ?? "*";
    ask(permissionOf(action), resource);
    if (workgroup === undefined) {
      return undefined;
    }
    if (!found) {
      throw new ServiceError("ValidationException", `Redshift endpoint doesn't exist in this region.`);
    }
    if (secret === undefined) {
      ask("redshift-serverless:GetCredentials", resource);
    } else {
      ask("secretsmanager:GetSecretValue", secret);
    }
    return (output) => {
      const statement = submitted.safeParse(output);
      if (statement.success && principal.kind !== "service") {
        if (owners.size >= maxOwners) {
          owners.clear();
        }
        owners.set(statement.data.Id, principal.userId);
      }
    };
  };
}

/** Both forms of a result are read by one permission. */
function permissionOf(action: string): string {
  return `redshift-data:${action === "GetStatementResultV2" ? "GetStatementResult" : action}`;
}
