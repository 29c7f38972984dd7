import { expect, it } from "vitest";
import { checkNames } from "./known-names.ts";

const objects = "arn:aws:s3:::papers/*";
const bucket = "arn:aws:s3:::papers";
const check = (statement: object) =>
  checkNames("role", { Statement: [{ Effect: "Allow", ...statement }] }, "identity");

it.each([
  { Action: "s3:GetObject", Resource: objects },
  { Action: ["s3:ListBucket", "s3:GetObject"], Resource: [bucket, objects] },
  { Action: "s3:ListBucket", Resource: bucket, Condition: { StringLike: { "s3:prefix": "a/*" } } },
  { Action: "s3:GetObject", Resource: objects, Condition: { Bool: { "aws:SecureTransport": "true" } } },
  {
    Action: "s3:GetObject",
    Resource: objects,
    Condition: { StringLike: { "s3:ExistingObjectTag/colour": "red" } },
  },
  { Action: "sqs:SendMessage", Resource: "arn:aws:sqs:eu-west-1:111122223333:reports" },
  { Action: "states:StartExecution", Resource: "arn:aws:states:eu-west-1:111122223333:stateMachine:Batch" },
  { Action: "s3:Get*", Resource: [bucket, objects, "arn:aws:s3:eu-west-1:111122223333:job/*"] },
  { Action: "*", Resource: "*" },
])("takes %j", async (statement) => {
  await expect(check(statement)).resolves.toBeUndefined();
});

it.each<[object, string]>([
  [{ Action: "s3:GetObjekt", Resource: objects }, "names the action s3:GetObjekt, which does not exist"],
  [{ Action: "s5:GetObject", Resource: objects }, "names the action s5:GetObject, which does not exist"],
  [{ Action: "s3:Fetch*", Resource: objects }, "names the action s3:Fetch*, which does not exist"],
  [{ Action: "s3:ListBucket", Resource: objects }, "allows s3:ListBucket on arn:aws:s3:::papers/*"],
  [{ Action: "s3:GetObject", Resource: [objects, bucket] }, "names arn:aws:s3:::papers, which none"],
  [{ Action: "sqs:SendMessage", Resource: bucket }, "allows sqs:SendMessage on arn:aws:s3:::papers"],
  [
    { Action: "s3:ListBucket", Resource: bucket, Condition: { StringLike: { "s3:prefixes": "a/*" } } },
    "names the condition key s3:prefixes, which does not exist",
  ],
  [
    { Action: "s3:GetObject", Resource: objects, Condition: { StringLike: { "s3:prefix": "a/*" } } },
    "names the condition key s3:prefix, which none of its actions has",
  ],
])("stops at %j", async (statement, fault) => {
  await expect(check(statement)).rejects.toThrow(fault);
});
