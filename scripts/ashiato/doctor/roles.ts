import { isDeepStrictEqual } from "node:util";
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  NoSuchEntityException,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { comparablePolicy } from "./comparable-policy.ts";
import { type Check, type Finding, green, red } from "./check.ts";
import { restored } from "./account-subject.ts";
import type { StageSubject } from "./subject.ts";

const declaredRole = z.looseObject({
  name: z.string(),
  assumeRolePolicy: z.string(),
  inlinePolicies: z.array(z.looseObject({ name: z.string(), policy: z.string() })).default([]),
  managedPolicyArns: z.array(z.string()).default([]),
});

/** Every role has exactly the declared permissions and the declared trust policy. */
export const roles: Check<StageSubject> = {
  name: "policies",
  look: async (subject) => {
    const iam = new IAMClient({});
    try {
      const declared = subject.resources.ofType("aws:iam/role:Role", declaredRole);
      const found: Finding[] = [];
      for (const { name, state } of declared) {
        const differences = await differencesOf(iam, state);
        found.push(...differences.map((text) => red(`${name} (${state.name}) ${text}`, restored(subject))));
      }
      return found.length > 0 ? found : [green(`${declared.length} roles are as declared`)];
    } finally {
      iam.destroy();
    }
  },
};

async function differencesOf(iam: IAMClient, declared: z.infer<typeof declaredRole>): Promise<string[]> {
  const { name: RoleName, inlinePolicies, managedPolicyArns } = declared;
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const inline = new Set<string>();
    for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: iam }, { RoleName })) {
      PolicyNames.forEach((name) => inline.add(name));
    }
    const attached = new Set<string>();
    for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies(
      { client: iam },
      { RoleName },
    )) {
      AttachedPolicies.forEach(({ PolicyArn = "" }) => attached.add(PolicyArn));
    }
    const policies = await Promise.all(
      inlinePolicies
        .filter(({ name }) => inline.has(name))
        .map(async ({ name, policy }) => {
          const is = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: name }));
          return isSame(is.PolicyDocument, policy) ? [] : [`has another policy ${name} than declared`];
        }),
    );
    // AWS keeps no inline policy without a statement, and the provider asks for none.
    const names = inlinePolicies.filter(({ policy }) => hasStatement(policy)).map(({ name }) => name);
    return [
      ...policies.flat(),
      ...names.filter((name) => !inline.has(name)).map((name) => `lacks the policy ${name}`),
      ...[...inline]
        .filter((name) => !inlinePolicies.some((each) => each.name === name))
        .map((name) => `has a policy ${name} that is not declared`),
      ...managedPolicyArns.filter((arn) => !attached.has(arn)).map((arn) => `lacks ${arn}`),
      ...[...attached]
        .filter((arn) => !managedPolicyArns.includes(arn))
        .map((arn) => `has ${arn}, which is not declared`),
      ...(isSame(Role?.AssumeRolePolicyDocument, declared.assumeRolePolicy)
        ? []
        : ["trusts others than declared"]),
    ];
  } catch (error) {
    if (!(error instanceof NoSuchEntityException)) {
      throw error;
    }
    return ["is not there"];
  }
}

/** IAM answers documents URL-encoded. */
function isSame(answered: string | undefined, declared: string): boolean {
  return (
    answered !== undefined &&
    isDeepStrictEqual(
      comparablePolicy(JSON.parse(decodeURIComponent(answered))),
      comparablePolicy(JSON.parse(declared)),
    )
  );
}

function hasStatement(policy: string): boolean {
  return z.looseObject({ Statement: z.array(z.unknown()) }).parse(JSON.parse(policy)).Statement.length > 0;
}
