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
  for (const { trust, policies, ...named } of roles) {
    const compiled = await Promise.all(
      policies.map(({ name, policy }) => declaredPolicy(name, policy, "identity")),
    );
    access.declareRole({
      ...named,
      identity: compiled.flat(),
      trust: await declaredPolicy(`${named.name}/trust`, trust, "trust"),
    });
  }
}
