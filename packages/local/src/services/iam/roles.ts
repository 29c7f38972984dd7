import { z } from "zod";
import { LocalError } from "../../local-error.ts";
import type { DeclaredResources } from "../declared.ts";
import { managedPolicies } from "./managed-policies.ts";

export type RolePlan = {
  arn: string;
  name: string;
  uniqueId: string;
  /** JSON, parsed or as text. */
  trust: unknown;
  policies: RolePolicy[];
};

/** A policy of a role: its own, or one that is attached by its ARN. */
export type RolePolicy = {
  /** With the role's logical name, as decisions name it: `StoreRole/inline`. */
  name: string;
  policy: unknown;
} & ({ inline: string } | { policyArn: string });

const noBoundary = "permissions boundaries are not supported";

const role = z.looseObject({
  name: z.string(),
  arn: z.string(),
  uniqueId: z.string(),
  assumeRolePolicy: z.unknown(),
  inlinePolicies: z
    .array(z.looseObject({ name: z.string().default("inline"), policy: z.unknown() }))
    .default([]),
  managedPolicyArns: z.array(z.string()).default([]),
  permissionsBoundary: z.undefined(noBoundary).optional(),
});
const rolePolicy = z.looseObject({ name: z.string(), role: z.string(), policy: z.unknown() });
const attachment = z.looseObject({ role: z.string(), policyArn: z.string() });
const managedPolicy = z.looseObject({ name: z.string(), arn: z.string(), policy: z.unknown() });

/**
 * Returns the declared roles, each with its inline, attached and managed policies.
 *
 * Throws LocalError UNSUPPORTED naming a policy of AWS's own that is not known here.
 */
export function readRoles(declared: DeclaredResources): RolePlan[] {
  const own = declared.ofType("aws:iam/policy:Policy", managedPolicy).map(({ state }) => state);
  const inline = declared.ofType("aws:iam/rolePolicy:RolePolicy", rolePolicy).map(({ state }) => state);
  const attached = declared
    .ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment", attachment)
    .map(({ state }) => state);
  return declared.ofType("aws:iam/role:Role", role).map(({ name: component, state }) => {
    const { name, arn, uniqueId, assumeRolePolicy, inlinePolicies, managedPolicyArns } = state;
    const isOf = (each: { role: string }) => each.role === name || each.role === arn;
    const arns = [...managedPolicyArns, ...attached.filter(isOf).map(({ policyArn }) => policyArn)];
    return {
      arn,
      name,
      uniqueId,
      trust: assumeRolePolicy,
      policies: [
        ...[...inlinePolicies, ...inline.filter(isOf)].map((each) => ({
          name: `${component}/${each.name}`,
          policy: each.policy,
          inline: each.name,
        })),
        ...[...new Set(arns)].map((policyArn) => ({
          name: `${component}/${policyArn.slice(policyArn.lastIndexOf("/") + 1)}`,
          policyArn,
          policy: own.find((each) => each.arn === policyArn)?.policy ?? managed(component, policyArn),
        })),
      ],
    };
  });
}

function managed(component: string, policyArn: string): object {
  const policy = managedPolicies.get(policyArn);
  if (!policy) {
    throw new LocalError("UNSUPPORTED", `Role ${component}: the policy ${policyArn} is not known locally`);
  }
  return policy;
}
