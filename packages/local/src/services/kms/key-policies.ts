import { z } from "zod";
import type { DeclaredResources } from "../declared.ts";
import type { ResourcePolicyPlan } from "../declared-policy.ts";

const key = z.looseObject({ arn: z.string(), policy: z.string().optional() });

/**
 * Returns the policy of each declared key. One without has KMS's own, which leaves it to the account's roles.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function readKeyPolicies(declared: DeclaredResources): ResourcePolicyPlan[] {
  return declared.ofType("aws:kms/key:Key", key).map(({ name, state: { arn, policy } }) => ({
    name: `${name}/policy`,
    resourceArn: arn,
    policy: policy ?? defaultPolicy(arn.split(":")[4] ?? ""),
  }));
}

function defaultPolicy(accountId: string): object {
  const root = `arn:aws:iam::${accountId}:root`;
  return { Statement: [{ Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" }] };
}
