import { expect, it } from "vitest";
import type { DeclaredResource } from "../../evaluate/declared-app.ts";
import { resourceState } from "../../evaluate/resource-state.ts";
import { Access } from "../access.ts";
import { checkTrust } from "../check-trust.ts";
import { DeclaredResources } from "../declared.ts";
import { declareRoles } from "./declare-roles.ts";
import { iam } from "./iam.ts";
import { readRoles } from "./roles.ts";

const aws = { accountId: "111122223333", region: "eu-west-1", address: async () => "" };
const roleArn = "arn:aws:iam::111122223333:role/clerk";
const lambda = {
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
};
const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::papers/*" };
const policy = (...Statement: object[]) => JSON.stringify({ Statement });

async function declared(
  type: string,
  name: string,
  inputs: Record<string, unknown>,
): Promise<DeclaredResource> {
  const state = await resourceState({ type, name, inputs }, iam.kinds[type], aws);
  return { type, name, inputs, ...state, custom: true };
}

function role(inputs: Record<string, unknown> = {}) {
  return declared("aws:iam/role:Role", "Clerk", {
    name: "clerk",
    assumeRolePolicy: JSON.stringify(lambda),
    ...inputs,
  });
}

async function access(...resources: Promise<DeclaredResource>[]): Promise<Access> {
  const roles = readRoles(new DeclaredResources(await Promise.all(resources)));
  const known = new Access({
    credentials: { accessKeyId: "local", secretAccessKey: "secret" },
    accountId: aws.accountId,
  });
  await declareRoles(known, roles);
  return known;
}

async function allowedBy(...resources: Promise<DeclaredResource>[]): Promise<string[]> {
  const known = await access(...resources);
  const { principal } = known.assumeRole(roleArn, {
    service: "lambda.amazonaws.com",
    sessionName: "one",
    sourceArn: "arn",
  });
  const request = { principal, action: "s3:GetObject", resource: "arn:aws:s3:::papers/a", context: {} };
  const decision = known.decide(request);
  return decision.allowed ? decision.by : [decision.denial];
}

it("puts inline, separate and attached policies of a role together", async () => {
  expect(await allowedBy(role())).toEqual(["implicit-identity"]);
  const inlinePolicies = [{ name: "inline", policy: policy(read) }];
  const separate = { name: "separate", role: "clerk", policy: policy(read) };
  const policyArn = "arn:aws:iam::111122223333:policy/shared";
  expect(
    await allowedBy(
      role({ inlinePolicies }),
      declared("aws:iam/rolePolicy:RolePolicy", "Separate", separate),
      declared("aws:iam/policy:Policy", "Shared", { name: "shared", policy: policy(read) }),
      declared("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "Attached", { role: "clerk", policyArn }),
    ),
  ).toEqual(["Clerk/inline[0]", "Clerk/separate[0]", "Clerk/shared[0]"]);
});

it.each<[string, Record<string, unknown>, string]>([
  [
    "an action that does not exist",
    { inlinePolicies: [{ name: "inline", policy: policy({ ...read, Action: "s3:Read" }) }] },
    "Clerk/inline[0] names the action s3:Read, which does not exist",
  ],
  [
    "a condition key that nothing supplies",
    {
      inlinePolicies: [
        { name: "inline", policy: policy({ ...read, Condition: { Null: { "aws:SourceVpc": "true" } } }) },
      ],
    },
    "no local service supplies the condition key aws:SourceVpc",
  ],
  [
    "a condition operator that is not supported",
    {
      inlinePolicies: [
        {
          name: "inline",
          policy: policy({ ...read, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }),
        },
      ],
    },
    "the condition operator IpAddress is not supported",
  ],
  [
    "a policy of AWS that is not known",
    { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
    "Role Clerk: the policy arn:aws:iam::aws:policy/AdministratorAccess is not known locally",
  ],
  ["a permissions boundary", { permissionsBoundary: "arn" }, "permissions boundaries are not supported"],
])("stops at %s", async (_, inputs, fault) => {
  await expect(access(role(inputs))).rejects.toThrow(fault);
});

it("stops at a role that does not trust the service which is to assume it, or that is not declared", async () => {
  const known = await access(role());
  const trusted = { what: "Function F", roleArn, service: "lambda.amazonaws.com", sourceArn: "arn" };
  expect(() => checkTrust(known, trusted)).not.toThrow();
  expect(() => checkTrust(known, { ...trusted, service: "states.amazonaws.com" })).toThrow(
    `Function F: the role ${roleArn} does not let states.amazonaws.com assume it`,
  );
  expect(() => checkTrust(known, { ...trusted, roleArn: `${roleArn}s` })).toThrow("is not declared");
});
