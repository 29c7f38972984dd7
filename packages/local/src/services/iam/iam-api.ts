import type { Principal } from "@ashiato/iam/request";
import type { QueryAction, QueryService } from "../../http/serve-aws-query.ts";
import type { Access } from "../access.ts";
import { inlinePolicies, type RoleStore } from "./role-store.ts";

/** Reads roles and their policies, and changes inline policies, each by the permission of its name. */
export function iamApi(access: Access, roles: RoleStore): QueryService {
  const allowed =
    (name: string, action: (...[parameters]: [Parameters<QueryAction>[1]]) => ReturnType<QueryAction>) =>
    async (principal: Principal, parameters: Parameters<QueryAction>[1]) => {
      const resource = `arn:aws:iam::${access.accountId}:role/${parameters("RoleName")}`;
      access.authorize({ principal, action: `iam:${name}`, resource, context: {} }, { statusCode: 403 });
      return action(parameters);
    };
  const actions: Parameters<typeof allowed>[] = [
    [
      "GetRole",
      async (parameters) => {
        const { name, arn, uniqueId, trust } = roles.find(parameters("RoleName"));
        return {
          Role: {
            Path: "/",
            RoleName: name,
            RoleId: uniqueId,
            Arn: arn,
            AssumeRolePolicyDocument: encoded(trust),
          },
        };
      },
    ],
    [
      "ListRolePolicies",
      async (parameters) => ({
        PolicyNames: inlinePolicies(roles.find(parameters("RoleName"))).map(({ inline }) => inline),
        IsTruncated: false,
      }),
    ],
    [
      "ListAttachedRolePolicies",
      async (parameters) => ({
        AttachedPolicies: roles
          .find(parameters("RoleName"))
          .policies.flatMap((each) => ("policyArn" in each ? [attached(each.policyArn)] : [])),
        IsTruncated: false,
      }),
    ],
    [
      "GetRolePolicy",
      async (parameters) => {
        const [RoleName, PolicyName] = [parameters("RoleName"), parameters("PolicyName")];
        const { policy } = roles.inlinePolicy(RoleName, PolicyName);
        return { RoleName, PolicyName, PolicyDocument: encoded(policy) };
      },
    ],
    [
      "PutRolePolicy",
      async (parameters) => {
        const document = parameters("PolicyDocument");
        await roles.putInlinePolicy(parameters("RoleName"), parameters("PolicyName"), document);
        return undefined;
      },
    ],
    [
      "DeleteRolePolicy",
      async (parameters) => {
        await roles.deleteInlinePolicy(parameters("RoleName"), parameters("PolicyName"));
        return undefined;
      },
    ],
  ];
  return {
    version: "2010-05-08",
    xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    actions: Object.fromEntries(actions.map(([name, action]) => [name, allowed(name, action)])),
  };
}

/** Documents are answered URL-encoded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
function encoded(policy: unknown): string {
  return encodeURIComponent(typeof policy === "string" ? policy : JSON.stringify(policy));
}

function attached(policyArn: string): object {
  return { PolicyName: policyArn.slice(policyArn.lastIndexOf("/") + 1), PolicyArn: policyArn };
}
