import { type CompiledPolicy, compilePolicy } from "@ashiato/iam/compiled-policy";
import type { ApplicablePolicies } from "@ashiato/iam/evaluate";
import { checkNames } from "@ashiato/iam/known-names";
import { conditionKeys, type PolicyKind, policyVariables, readPolicy } from "@ashiato/iam/policy-document";
import { PolicyError } from "@ashiato/iam/policy-error";
import { LocalError } from "../local-error.ts";
import type { Access } from "./access.ts";

/** The declared policy of a bucket, queue, topic, function or key. */
export type ResourcePolicyPlan = {
  /** The logical name of the resource that declares it. */
  name: string;
  resourceArn: string;
  /** JSON, parsed or as text. */
  policy: unknown;
};

/** The condition keys that the local services supply with their requests. */
const suppliedKeys = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalisawsservice",
  "aws:principalservicename",
  "aws:principaltype",
  "aws:securetransport",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:userid",
  "redshift-data:statement-owner-iam-userid",
  "s3:delimiter",
  "s3:max-keys",
  "s3:prefix",
  "s3:x-amz-server-side-encryption",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
]);

/**
 * Returns a declared policy, compiled.
 *
 * Throws LocalError UNSUPPORTED for a policy with names that do not exist on AWS or are not supported here.
 */
export async function declaredPolicy(
  name: string,
  policy: unknown,
  kind: PolicyKind,
): Promise<CompiledPolicy> {
  try {
    const compiled = compilePolicy(name, policy, kind);
    await checkNames(name, policy, kind);
    const statements = readPolicy(policy, kind);
    const named = [...statements.flatMap(conditionKeys), ...statements.flatMap(policyVariables)];
    const unsupplied = named.find((key) => !suppliedKeys.has(key.toLowerCase()));
    if (unsupplied !== undefined) {
      throw new PolicyError(`The policy ${name}: no local service supplies the condition key ${unsupplied}`);
    }
    return compiled;
  } catch (cause) {
    if (cause instanceof PolicyError) {
      throw new LocalError("UNSUPPORTED", cause.message, { cause });
    }
    throw cause;
  }
}

/** Puts the policies of resources into force. Throws what `declaredPolicy` throws. */
export async function declareResourcePolicies(
  access: Access,
  plans: readonly ResourcePolicyPlan[],
  resourceRule: ApplicablePolicies["resourceRule"] = "may",
): Promise<void> {
  const byArn = new Map<string, CompiledPolicy>();
  for (const { name, resourceArn, policy } of plans) {
    const compiled = await declaredPolicy(name, policy, "resource");
    byArn.set(resourceArn, [...(byArn.get(resourceArn) ?? []), ...compiled]);
  }
  for (const [resourceArn, resource] of byArn) {
    access.declareResourcePolicy(resourceArn, { resource, resourceRule });
  }
}
