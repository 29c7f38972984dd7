import { ServiceError } from "@ashiato/aws-json/service-error";
import { LocalError } from "../../local-error.ts";
import type { Access } from "../access.ts";
import { declareRole } from "./declare-roles.ts";
import type { RolePlan, RolePolicy } from "./roles.ts";

type InlinePolicy = RolePolicy & { inline: string };

/**
 * The roles as IAM has them: those that the program declares, until somebody changes one. The next start of
 * the stage has the declared ones again.
 */
export class RoleStore {
  readonly #access: Access;
  readonly #roles: Map<string, RolePlan>;

  constructor(access: Access, roles: readonly RolePlan[]) {
    this.#access = access;
    this.#roles = new Map(roles.map((role) => [role.name, role]));
  }

  /** Throws ServiceError NoSuchEntity for a role that is not there. */
  find(roleName: string): RolePlan {
    const role = this.#roles.get(roleName);
    if (!role) {
      throw missing(`The role with name ${roleName} cannot be found.`);
    }
    return role;
  }

  /** Throws ServiceError NoSuchEntity for a role, or an inline policy, that is not there. */
  inlinePolicy(roleName: string, policyName: string): InlinePolicy {
    const found = inlinePolicies(this.find(roleName)).find(({ inline }) => inline === policyName);
    if (!found) {
      throw missing(`The role policy with name ${policyName} cannot be found.`);
    }
    return found;
  }

  /**
   * Puts an inline policy in force at once. Throws ServiceError NoSuchEntity, and MalformedPolicyDocument for
   * a policy that names what does not exist on AWS, or what is not supported here.
   */
  async putInlinePolicy(roleName: string, inline: string, policy: string): Promise<void> {
    const role = this.find(roleName);
    const [component = roleName] = (role.policies[0]?.name ?? roleName).split("/");
    const others = role.policies.filter((each) => !("inline" in each) || each.inline !== inline);
    await this.#put({ ...role, policies: [...others, { name: `${component}/${inline}`, policy, inline }] });
  }

  /** Throws ServiceError NoSuchEntity for a role, or an inline policy, that is not there. */
  async deleteInlinePolicy(roleName: string, policyName: string): Promise<void> {
    const gone = this.inlinePolicy(roleName, policyName);
    const role = this.find(roleName);
    await this.#put({ ...role, policies: role.policies.filter((each) => each !== gone) });
  }

  async #put(role: RolePlan): Promise<void> {
    try {
      await declareRole(this.#access, role);
    } catch (cause) {
      if (cause instanceof LocalError) {
        throw new ServiceError("MalformedPolicyDocument", cause.message, { cause });
      }
      throw cause;
    }
    this.#roles.set(role.name, role);
  }
}

export function inlinePolicies({ policies }: RolePlan): InlinePolicy[] {
  return policies.filter((each): each is InlinePolicy => "inline" in each);
}

function missing(message: string): ServiceError {
  return new ServiceError("NoSuchEntity", message, { statusCode: 404 });
}
