import { describe, expect, it } from "vitest";
import { compilePolicy } from "./compiled-policy.ts";
import { type ApplicablePolicies, denialMessage, evaluate } from "./evaluate.ts";
import type { AccessRequest, Principal } from "./request.ts";

const accountId = "111122223333";
const session: Principal = {
  kind: "session",
  accountId,
  arn: `arn:aws:sts::${accountId}:assumed-role/Clerk/monday`,
  userId: "AROACLERK:monday",
  roleArn: `arn:aws:iam::${accountId}:role/Clerk`,
  roleName: "Clerk",
};
const gateway: Principal = { kind: "service", service: "apigateway.amazonaws.com" };
const paper = "arn:aws:s3:::papers/2026/a.txt";

type Case = {
  name: string;
  identity?: object[];
  resource?: object[];
  rule?: ApplicablePolicies["resourceRule"];
  request?: Partial<AccessRequest>;
  outcome: string;
};

const allowRead = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::papers/*" };
const denyRead = { ...allowRead, Effect: "Deny" };
const openRead = { ...allowRead, Principal: "*" };
const conditioned = (Condition: object) => [{ ...allowRead, Condition }];
const prefixed = (prefix: string | undefined) => ({ context: { "s3:prefix": prefix } });

function outcomeOf({ identity = [], resource = [], rule = "may", request = {} }: Case): string {
  const asked: AccessRequest = {
    principal: session,
    action: "s3:GetObject",
    resource: paper,
    context: {},
    ...request,
  };
  const compiled = (name: string, kind: "identity" | "resource", statements: object[]) =>
    compilePolicy(name, { Version: "2012-10-17", Statement: statements }, kind);
  const decision = evaluate(asked, {
    identity: compiled("role", "identity", identity),
    resource: compiled("bucket", "resource", resource),
    resourceRule: rule,
  });
  return decision.allowed ? decision.by.join(" ") : decision.denial;
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
// and reference_policies_evaluation-logic_policy-eval-denyallow.html
describe("the logic of evaluation", () => {
  it.each<Case>([
    { name: "denies what nothing allows", outcome: "implicit-identity" },
    { name: "allows by the policy of the role", identity: [allowRead], outcome: "role[0]" },
    { name: "allows by the policy of the resource", resource: [openRead], outcome: "bucket[0]" },
    {
      name: "names every statement that allows",
      identity: [allowRead, allowRead],
      resource: [openRead],
      outcome: "role[0] role[1] bucket[0]",
    },
    {
      name: "lets an explicit deny of the role win over every allow",
      identity: [allowRead, denyRead],
      resource: [openRead],
      outcome: "explicit-identity",
    },
    {
      name: "lets an explicit deny of the resource win over an allow of the role",
      identity: [allowRead],
      resource: [{ ...openRead, Effect: "Deny" }],
      outcome: "explicit-resource",
    },
    {
      name: "takes a deny of the account for a deny of its roles",
      identity: [allowRead],
      resource: [{ ...denyRead, Principal: { AWS: accountId } }],
      outcome: "explicit-resource",
    },
    {
      name: "does not take the trust in an account for an allowance of its roles",
      resource: [{ ...allowRead, Principal: { AWS: `arn:aws:iam::${accountId}:root` } }],
      outcome: "implicit-identity",
    },
    {
      name: "allows a role that the resource names",
      resource: [{ ...allowRead, Principal: { AWS: `arn:aws:iam::${accountId}:role/Clerk` } }],
      outcome: "bucket[0]",
    },
    {
      name: "allows no service that the resource does not name",
      resource: [{ ...allowRead, Principal: { Service: "sns.amazonaws.com" } }],
      request: { principal: gateway },
      outcome: "implicit-identity",
    },
    {
      name: "allows a service that the resource names",
      resource: [{ ...allowRead, Principal: { Service: "apigateway.amazonaws.com" } }],
      request: { principal: gateway },
      outcome: "bucket[0]",
    },
    {
      name: "needs both policies where the key's trusts in the account",
      rule: "must",
      identity: [allowRead],
      resource: [{ ...allowRead, Principal: { AWS: accountId } }],
      outcome: "role[0]",
    },
    {
      name: "denies what the key's policy does not allow, whatever the role's does",
      rule: "must",
      identity: [allowRead],
      outcome: "implicit-resource",
    },
    {
      name: "asks the trust of a role alone",
      rule: "alone",
      identity: [allowRead],
      outcome: "implicit-resource",
    },
  ])("$name", (each) => {
    expect(outcomeOf(each)).toBe(each.outcome);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
describe("the elements of a statement", () => {
  it.each<Case>([
    { name: "Action with a wildcard", identity: [{ ...allowRead, Action: "s3:Get*" }], outcome: "role[0]" },
    {
      name: "Action in another case",
      identity: [{ ...allowRead, Action: "S3:getobject" }],
      outcome: "role[0]",
    },
    {
      name: "NotAction allows every other action",
      identity: [{ Effect: "Allow", NotAction: "s3:PutObject", Resource: "*" }],
      outcome: "role[0]",
    },
    {
      name: "NotAction leaves out its own",
      identity: [{ Effect: "Allow", NotAction: "s3:Get*", Resource: "*" }],
      outcome: "implicit-identity",
    },
    {
      name: "NotResource leaves out its own",
      identity: [{ Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::papers/*" }],
      outcome: "implicit-identity",
    },
    {
      name: "NotResource denies all others",
      identity: [allowRead, { Effect: "Deny", Action: "s3:*", NotResource: "arn:aws:s3:::papers/2025/*" }],
      outcome: "explicit-identity",
    },
    {
      name: "a wildcard of a resource reaches past slashes",
      identity: [{ ...allowRead, Resource: "arn:aws:s3:::papers/*.txt" }],
      outcome: "role[0]",
    },
    {
      name: "a wildcard of a resource does not reach past the colon of a part",
      identity: [{ ...allowRead, Resource: "arn:*:::papers/2026/a.txt" }],
      outcome: "implicit-identity",
    },
    {
      name: "a question mark is one character",
      identity: [{ ...allowRead, Resource: "arn:aws:s3:::papers/202?/a.txt" }],
      outcome: "role[0]",
    },
    {
      name: "a dot is a dot",
      identity: [{ ...allowRead, Resource: "arn:aws:s3:::papers/2026/a.t.t" }],
      outcome: "implicit-identity",
    },
    {
      name: "a variable is the request's value",
      identity: [{ ...allowRead, Resource: "arn:aws:s3:::papers/${s3:prefix}/*" }],
      request: prefixed("2026"),
      outcome: "role[0]",
    },
    {
      name: "a variable without a value fits nothing",
      identity: [{ ...allowRead, Resource: "arn:aws:s3:::papers/${s3:prefix}*" }],
      outcome: "implicit-identity",
    },
  ])("$name", (each) => {
    expect(outcomeOf(each)).toBe(each.outcome);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
// and reference_policies_elements_condition_operators.html
describe("conditions", () => {
  it.each<[string, object, string | undefined, boolean]>([
    ["one of several values fits", { StringLike: { "s3:prefix": ["a/*", "b/*"] } }, "b/1", true],
    ["none fits", { StringLike: { "s3:prefix": ["a/*", "b/*"] } }, "c/1", false],
    ["a key in another case", { StringLike: { "S3:PREFIX": "a/*" } }, "a/", true],
    ["a key that is absent", { StringLike: { "s3:prefix": "*" } }, undefined, false],
    ["StringEquals has no wildcards", { StringEquals: { "s3:prefix": "*" } }, "a", false],
    ["StringEquals minds the case", { StringEquals: { "s3:prefix": "A" } }, "a", false],
    ["StringEqualsIgnoreCase does not", { StringEqualsIgnoreCase: { "s3:prefix": "A" } }, "a", true],
    ["a negated operator needs that none fits", { StringNotEquals: { "s3:prefix": ["a", "b"] } }, "b", false],
    ["a negated operator holds without the key", { StringNotLike: { "s3:prefix": "a*" } }, undefined, true],
    ["IfExists holds without the key", { StringEqualsIfExists: { "s3:prefix": "a" } }, undefined, true],
    ["IfExists holds to a key that is there", { StringEqualsIfExists: { "s3:prefix": "a" } }, "b", false],
    ["Null asks for an absent key", { Null: { "s3:prefix": "true" } }, undefined, true],
    ["Null asks for a present key", { Null: { "s3:prefix": false } }, undefined, false],
    ["Bool takes a truth value", { Bool: { "s3:prefix": true } }, "true", true],
    [
      "ArnLike compares part by part",
      { ArnLike: { "s3:prefix": "arn:aws:sns:*:1:x" } },
      "arn:aws:sns:eu:1:x",
      true,
    ],
    [
      "ArnLike keeps to its parts",
      { ArnLike: { "s3:prefix": "arn:aws:sns:*:x" } },
      "arn:aws:sns:eu:1:x",
      false,
    ],
    [
      "all operators must hold",
      { StringLike: { "s3:prefix": "a*" }, StringNotEquals: { "s3:prefix": "ab" } },
      "ab",
      false,
    ],
    [
      "a variable of the principal",
      { StringEquals: { "s3:prefix": "${aws:userid}" } },
      "AROACLERK:monday",
      true,
    ],
    [
      "another session is another user id",
      { StringEquals: { "s3:prefix": "${aws:userid}" } },
      "AROACLERK:tuesday",
      false,
    ],
  ])("%s", (name, condition, prefix, holds) => {
    const outcome = holds ? "role[0]" : "implicit-identity";
    expect(outcomeOf({ name, identity: conditioned(condition), request: prefixed(prefix), outcome })).toBe(
      outcome,
    );
  });
});

it.each<[object, string]>([
  [
    { ...allowRead, Condition: { NumericLessThan: { "s3:max-keys": "10" } } },
    "NumericLessThan is not supported",
  ],
  [
    { ...allowRead, Condition: { "ForAnyValue:StringLike": { "aws:TagKeys": "a" } } },
    "ForAnyValue:StringLike",
  ],
  [{ ...allowRead, NotPrincipal: "*" }, "NotPrincipal"],
  [{ ...allowRead, Principal: "*" }, "a policy of a role has no Principal"],
  [{ ...allowRead, Effect: "Permit" }, "Effect"],
  [{ Effect: "Allow", Resource: "*" }, "either Action or NotAction"],
  [{ ...allowRead, NotResource: "*" }, "either Resource or NotResource"],
  [{ ...allowRead, Resource: "${aws:userid, 'nobody'}" }, "with a default value is not supported"],
])("refuses %j, naming what it does not support", (statement, fault) => {
  expect(() => compilePolicy("odd", { Statement: [statement] }, "identity")).toThrow(fault);
  expect(() => compilePolicy("odd", { Statement: [statement] }, "identity")).toThrow("The policy odd");
});

it("denies in AWS's words", () => {
  const request = { principal: session, action: "s3:GetObject", resource: paper, context: {} };
  expect(denialMessage(request, "implicit-identity")).toBe(
    `User: arn:aws:sts::${accountId}:assumed-role/Clerk/monday is not authorized to perform: s3:GetObject on resource: ${paper} because no identity-based policy allows the s3:GetObject action`,
  );
  expect(denialMessage(request, "explicit-resource")).toContain(
    "with an explicit deny in a resource-based policy",
  );
});
