import type { Decision } from "@ashiato/iam/evaluate";
import { readPolicy } from "@ashiato/iam/policy-document";
import type { AccessRequest } from "@ashiato/iam/request";
import type { Plan } from "../../src/stage/plan-stage.ts";

/** An action that a statement of a role allows: `StoreRole/inline[0] sqs:ReceiveMessage`. */
type Grant = string;

/** Every action that the declared policies of roles allow, by its statement. */
export function declaredGrants({ services }: Plan): Grant[] {
  return services.iam.roles.flatMap(({ policies }) =>
    policies.flatMap(({ name, policy }) =>
      readPolicy(policy, "identity").flatMap(({ Effect, Action = [] }, index) =>
        Effect === "Allow" ? Action.map((action) => `${name}[${index}] ${action}`) : [],
      ),
    ),
  );
}

/**
 * Remembers which statements were the only ones to allow a request: without one of them, the request would
 * have been denied.
 */
export class NeededStatements {
  readonly #needed = new Set<Grant>();

  readonly note = ({ action }: AccessRequest, decision: Decision): void => {
    const [only, another] = decision.allowed ? decision.by : [];
    if (only !== undefined && another === undefined) {
      this.#needed.add(`${only} ${action}`);
    }
  };

  has(grant: Grant): boolean {
    return this.#needed.has(grant);
  }
}
