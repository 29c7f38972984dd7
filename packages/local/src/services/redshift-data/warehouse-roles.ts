import { ServiceError } from "@ashiato/aws-json/service-error";
import { denialMessage } from "@ashiato/iam/evaluate";
import type { WarehouseOptions } from "@ashiato/redshift/service";
import { S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import type { SessionCredentials } from "../../http/access-key.ts";
import type { Access, Session } from "../access.ts";
import { arn } from "../aws-names.ts";
import { type DiskObjects, warehouseStorage } from "./warehouse-storage.ts";

type ActAs = NonNullable<WarehouseOptions["actAs"]>;

export type RoleStorage = DiskObjects & {
  s3As: (credentials: () => Promise<SessionCredentials>) => S3Client;
};

/** The names by which Redshift assumes a role; a role that trusts one of them will do. */
const services = ["redshift-serverless.amazonaws.com", "redshift.amazonaws.com"];

/**
 * Returns what the warehouse can do as a role: read and write objects with credentials of its own, and call
 * the Glue Data Catalog as far as the role's policies let it.
 */
export function warehouseRoles(
  { s3As, objectPath, linkPart }: RoleStorage,
  access: Access,
  region: string,
): ActAs {
  const known = new Map<string, ReturnType<ActAs>>();
  return (iamRoleArn) => {
    const session = (): Session => assumed(access, { iamRoleArn, region });
    // Asked for at each statement, as the trust may have changed.
    const { principal } = session();
    const role = known.get(iamRoleArn) ?? {
      storage: warehouseStorage(
        s3As(async () => session().credentials),
        {
          objectPath: (bucket, key) => {
            authorizeRead(access, principal, `${bucket}/${key}`);
            return objectPath(bucket, key);
          },
          linkPart,
        },
      ),
      authorizeCatalog: (action: string, on: { database: string; table?: string }) => {
        for (const resource of glueResources({ accountId: access.accountId, region }, on)) {
          access.authorize({ principal, action: `glue:${action}`, resource, context: {} });
        }
      },
    };
    known.set(iamRoleArn, role);
    return role;
  };
}

function assumed(access: Access, { iamRoleArn, region }: { iamRoleArn: string; region: string }): Session {
  const sourceArn = arn({ accountId: access.accountId, region }, "redshift-serverless", "namespace/local");
  const refusals: ServiceError[] = [];
  for (const service of services) {
    try {
      return access.assumeRole(iamRoleArn, { service, sessionName: "RedshiftIamRoleSession", sourceArn });
    } catch (error) {
      if (!(error instanceof ServiceError)) {
        throw error;
      }
      refusals.push(error);
    }
  }
  throw new Error(refusals.map(({ message }) => message).join("; "));
}

/** The warehouse reads objects where they lie, without a request to S3. */
function authorizeRead(access: Access, principal: Session["principal"], name: string): void {
  const request = {
    principal,
    action: "s3:GetObject",
    resource: `arn:aws:s3:::${name}`,
    context: { "aws:securetransport": "true" },
  };
  const decision = access.decide(request);
  if (!decision.allowed) {
    throw new S3ServiceException({
      name: "AccessDenied",
      message: denialMessage(request, decision.denial),
      $fault: "client",
      $metadata: { httpStatusCode: 403 },
    });
  }
}

/**
 * A call needs its permission on the catalog, the database and the table.
 * https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
 */
function glueResources(
  account: { accountId: string; region: string },
  { database, table }: { database: string; table?: string },
): string[] {
  const names = ["catalog", `database/${database}`];
  return [...names, ...(table === undefined ? [] : [`table/${database}/${table}`])].map((name) =>
    arn(account, "glue", name),
  );
}
