import type { CompiledPolicy, CompiledStatement } from "./compiled-policy.ts";
import { type AccessRequest, type RequestContext, withPrincipalKeys } from "./request.ts";

/** The policies that apply to a request. */
export type ApplicablePolicies = {
  /** Of the principal's role. */
  identity: CompiledPolicy;
  /** Of the resource. */
  resource: CompiledPolicy;
  /**
   * `may`: the resource's policy allows by itself, as of a bucket. `must`: nothing is allowed that it does
   * not allow, as of a KMS key. `alone`: the policy of the role is not asked, as for the trust of a role.
   */
  resourceRule: "may" | "must" | "alone";
};

export type Denial =
  | "explicit-identity"
  | "explicit-resource"
  /** No policy of the role allows it. */
  | "implicit-identity"
  /** The policy of the resource, which has to, does not allow it. */
  | "implicit-resource";

export type Decision =
  /** With the ids of all statements that allow it, each of which would do. */
  { allowed: true; by: string[] } | { allowed: false; denial: Denial; by?: string };

/**
 * Returns whether policies allow a request within one account: an explicit Deny wins, then an Allow, and what
 * nothing allows is denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * Service control policies, permissions boundaries and session policies are not part of it.
 */
export function evaluate(request: AccessRequest, policies: ApplicablePolicies): Decision {
  const { principal } = request;
  const context = withPrincipalKeys(request);
  const applies = (statement: CompiledStatement) => isAbout(statement, request, context);
  const identity = policies.identity.filter(applies);
  const resource = policies.resource.filter(applies);
  const deniedByRole = identity.find(({ effect }) => effect === "Deny");
  if (deniedByRole) {
    return { allowed: false, denial: "explicit-identity", by: deniedByRole.id };
  }
  const deniedByResource = resource.find(
    ({ effect, matchesPrincipal }) => effect === "Deny" && matchesPrincipal(principal) !== "no",
  );
  if (deniedByResource) {
    return { allowed: false, denial: "explicit-resource", by: deniedByResource.id };
  }
  const byRole = identity.map(({ id }) => id);
  const named = (how: string) =>
    resource.filter(({ matchesPrincipal }) => matchesPrincipal(principal) === how).map(({ id }) => id);
  const byResource = named("itself");
  const delegated = named("account");
  switch (policies.resourceRule) {
    case "may":
      return allow([...byRole, ...byResource], "implicit-identity");
    case "alone":
      return allow([...byResource, ...delegated], "implicit-resource");
    case "must":
      if (byResource.length > 0) {
        return { allowed: true, by: byResource };
      }
      return delegated.length > 0
        ? allow(byRole, "implicit-identity")
        : { allowed: false, denial: "implicit-resource" };
  }
}

function allow(by: string[], denial: Denial): Decision {
  return by.length > 0 ? { allowed: true, by } : { allowed: false, denial };
}

function isAbout(
  { matchesAction, matchesResource, holds }: CompiledStatement,
  { action, resource }: AccessRequest,
  context: RequestContext,
): boolean {
  return matchesAction(action) && matchesResource(resource, context) && holds(context);
}

/**
 * Returns a denial in AWS's words.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialMessage({ principal, action, resource }: AccessRequest, denial: Denial): string {
  const who = principal.kind === "service" ? principal.service : principal.arn;
  return `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${because(action, denial)}`;
}

function because(action: string, denial: Denial): string {
  switch (denial) {
    case "explicit-identity":
      return "with an explicit deny in an identity-based policy";
    case "explicit-resource":
      return "with an explicit deny in a resource-based policy";
    case "implicit-identity":
      return `because no identity-based policy allows the ${action} action`;
    case "implicit-resource":
      return `because no resource-based policy allows the ${action} action`;
  }
}
