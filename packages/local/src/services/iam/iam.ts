import { createHash } from "node:crypto";
import { type QueryService, serveAwsQuery } from "../../http/serve-aws-query.ts";
import type { LocalService } from "../service.ts";
import { declareRoles } from "./declare-roles.ts";
import { iamApi } from "./iam-api.ts";
import { policyDocument } from "./policy-document.ts";
import { RoleStore } from "./role-store.ts";
import { readRoles, type RolePlan } from "./roles.ts";
import { stsApi } from "./sts-api.ts";

type IamDoor = {
  url: string;
  /** Answers calls of IAM from now on; STS is answered at once. */
  serve: (service: QueryService) => void;
};

/**
 * Roles and their policies: what the functions, the state machines and the other services may do. STS stands
 * with them, on the same address.
 */
export const iam: LocalService<
  "iam",
  { roles: RolePlan[] },
  IamDoor,
  undefined,
  undefined,
  { iam: string; sts: string }
> = {
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
  open: async ({ access, region, onFault, started }) => {
    const services = [stsApi(access)];
    const listener = await serveAwsQuery({
      services,
      signingNames: ["iam", "sts"],
      rules: () => ({ findKey: access.findKey, region, now: Date.now() }),
      port: 0,
      onFault,
    });
    started.defer(listener.close);
    return { url: listener.url, serve: (service) => services.push(service) };
  },
  endpoints: ({ url }) => ({ iam: url, sts: url }),
  plan: (declared) => ({ roles: readRoles(declared) }),
  serve: async ({ start: { access }, door, plan: { roles } }) => {
    await declareRoles(access, roles);
    door.serve(iamApi(access, new RoleStore(access, roles)));
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
