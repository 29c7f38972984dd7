import type { AwsIdentity } from "../../evaluate/resource-state.ts";

/**
 * What a provider function (a data source) answers on this machine.
 *
 * @throws Error naming the function when nothing here can answer it: a made-up answer would be worse.
 */
export function providerCall(
  token: string,
  inputs: Record<string, unknown>,
  aws: AwsIdentity,
): Record<string, unknown> {
  switch (token) {
    case "aws:iam/getPolicyDocument:getPolicyDocument":
      return { ...inputs, json: policyJson(inputs) };
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: aws.accountId, arn: `arn:aws:iam::${aws.accountId}:user/local`, userId: "local" };
    case "aws:index/getRegion:getRegion":
      return { name: aws.region, region: aws.region, id: aws.region };
    case "aws:index/getPartition:getPartition":
      return { partition: "aws", dnsSuffix: "amazonaws.com", id: "aws" };
    case "aws:index/getAvailabilityZones:getAvailabilityZones":
      return { names: ["a", "c", "d"].map((letter) => `${aws.region}${letter}`), id: aws.region };
    default:
      throw new Error(`The program asks ${token}, which the local stage cannot answer`);
  }
}

type Statement = {
  effect?: string;
  actions?: string[];
  resources?: string[];
  principals?: { type: string; identifiers: string[] }[];
  conditions?: { test: string; variable: string; values: string[] }[];
};

/** The document that the AWS provider renders, as far as a reader of permissions needs it. */
function policyJson(inputs: Record<string, unknown>): string {
  const statements = (inputs["statements"] ?? []) as Statement[];
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ effect, actions, resources, principals, conditions }) => ({
      Effect: effect ?? "Allow",
      Action: actions,
      Resource: resources,
      Principal:
        principals && Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers])),
      Condition:
        conditions &&
        Object.fromEntries(conditions.map(({ test, variable, values }) => [test, { [variable]: values }])),
    })),
  });
}
