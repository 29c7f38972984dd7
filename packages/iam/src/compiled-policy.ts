import { compileConditions, type Condition } from "./condition.ts";
import { type PolicyKind, type PolicyStatement, readPolicy } from "./policy-document.ts";
import { PolicyError } from "./policy-error.ts";
import { withVariables } from "./policy-variable.ts";
import type { Principal, RequestContext } from "./request.ts";
import { arnPattern, type Matches, wildcard } from "./wildcard.ts";

/** How a statement's Principal names a principal: itself, or only the account that it is of. */
type PrincipalMatch = "itself" | "account" | "no";

export type CompiledStatement = {
  /** `<policy>[<index>]`, where the statement stands. */
  id: string;
  effect: "Allow" | "Deny";
  matchesAction: Matches;
  matchesResource: (resource: string, context: RequestContext) => boolean;
  matchesPrincipal: (principal: Principal) => PrincipalMatch;
  holds: Condition;
};

export type CompiledPolicy = readonly CompiledStatement[];

/**
 * Returns a policy's JSON, compiled once for all requests.
 *
 * Throws PolicyError naming the policy and what of it is not supported.
 */
export function compilePolicy(name: string, policy: unknown, kind: PolicyKind): CompiledPolicy {
  try {
    return readPolicy(policy, kind).map((statement, index) => compile(`${name}[${index}]`, statement));
  } catch (error) {
    if (error instanceof PolicyError) {
      throw new PolicyError(`The policy ${name}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function compile(id: string, statement: PolicyStatement): CompiledStatement {
  return {
    id,
    effect: statement.Effect,
    matchesAction: actionMatch(statement),
    matchesResource: resourceMatch(statement),
    matchesPrincipal: principalMatch(statement.Principal),
    holds: compileConditions(statement.Condition ?? {}),
  };
}

/** Names of services and actions are the same in any case. */
function actionMatch({ Action: actions, NotAction: others = [] }: PolicyStatement): Matches {
  const patterns = (actions ?? others).map((pattern) => wildcard(pattern, { ignoreCase: true }));
  const isAny = (action: string) => patterns.some((matches) => matches(action));
  return actions ? isAny : (action) => !isAny(action);
}

function resourceMatch({
  Resource: resources,
  NotResource: others,
}: PolicyStatement): CompiledStatement["matchesResource"] {
  const patterns = resources ?? others;
  if (!patterns) {
    return () => true;
  }
  const compiled = patterns.map((pattern) => withVariables(pattern, arnPattern));
  const isAny = (resource: string, context: RequestContext) =>
    compiled.some((matchesOf) => matchesOf(context)?.(resource) === true);
  return resources ? isAny : (resource, context) => !isAny(resource, context);
}

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html: an account, by
 * its number or its root, stands for whoever it lets act.
 */
function principalMatch(named: PolicyStatement["Principal"]): CompiledStatement["matchesPrincipal"] {
  const identities = (named && "AWS" in named && named.AWS) || [];
  const services = (named && "Service" in named && named.Service) || [];
  return (principal) => {
    if (identities.includes("*")) {
      return "itself";
    }
    if (principal.kind === "service") {
      return services.includes(principal.service) ? "itself" : "no";
    }
    const { accountId, arn } = principal;
    const own = principal.kind === "session" ? [arn, principal.roleArn] : [arn];
    if (identities.some((identity) => own.includes(identity))) {
      return "itself";
    }
    const isOfAccount = identities.some(
      (identity) => identity === accountId || identity === `arn:aws:iam::${accountId}:root`,
    );
    return isOfAccount ? "account" : "no";
  };
}
