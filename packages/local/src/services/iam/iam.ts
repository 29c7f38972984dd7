import { createHash } from "node:crypto";
import type { LocalService } from "../service.ts";
import { declareRoles } from "./declare-roles.ts";
import { policyDocument } from "./policy-document.ts";
import { readRoles, type RolePlan } from "./roles.ts";

/** Roles and their policies: what the functions, the state machines and the other services may do. */
export const iam: LocalService<"iam", { roles: RolePlan[] }, undefined, undefined, undefined, object> = {
  name: "iam",
  kinds: {
    "aws:iam/role:Role": {
      autoname: "",
      state: ({ inputs }, { accountId }) => {
        const name = String(inputs["name"]);
        return { id: name, state: { arn: `arn:aws:iam::${accountId}:role/${name}`, uniqueId: roleId(name) } };
      },
    },
    "aws:iam/rolePolicy:RolePolicy": {
      autoname: "",
      state: ({ inputs }) => ({ id: `${String(inputs["role"])}:${String(inputs["name"])}`, state: {} }),
    },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
      state: ({ name }) => ({ id: name, state: {} }),
    },
    "aws:iam/policy:Policy": {
      autoname: "",
      state: ({ inputs }, { accountId }) => {
        const policyArn = `arn:aws:iam::${accountId}:policy/${String(inputs["name"])}`;
        return { id: policyArn, state: { arn: policyArn } };
      },
    },
  },
  functions: { "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument },
  open: async () => undefined,
  endpoints: () => ({}),
  plan: (declared) => ({ roles: readRoles(declared) }),
  serve: async ({ start: { access }, plan: { roles } }) => {
    await declareRoles(access, roles);
    return undefined;
  },
};

/**
 * Returns the unique id of a role, the same at each start.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
function roleId(name: string): string {
  return `AROA${createHash("sha256").update(`role ${name}`).digest("hex").slice(0, 17).toUpperCase()}`;
}
