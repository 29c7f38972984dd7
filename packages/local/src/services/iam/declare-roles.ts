import type { Access } from "../access.ts";
import { declaredPolicy } from "../declared-policy.ts";
import type { RolePlan } from "./roles.ts";

/**
 * Puts the declared roles in force.
 *
 * Throws LocalError UNSUPPORTED for a policy that names what does not exist on AWS, or what is not supported
 * here.
 */
export async function declareRoles(access: Access, roles: readonly RolePlan[]): Promise<void> {
  for (const role of roles) {
    await declareRole(access, role);
  }
}

/** Puts a role, or another form of one that is there, in force. Throws as `declareRoles` does. */
export async function declareRole(access: Access, { trust, policies, ...named }: RolePlan): Promise<void> {
  const compiled = await Promise.all(
    policies.map(({ name, policy }) => declaredPolicy(name, policy, "identity")),
  );
  access.declareRole({
    ...named,
    identity: compiled.flat(),
    trust: await declaredPolicy(`${named.name}/trust`, trust, "trust"),
  });
}
