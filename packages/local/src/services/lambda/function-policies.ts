import { z } from "zod";
import type { ResourcePolicyPlan } from "../declared-policy.ts";
import type { DeclaredResources } from "../declared.ts";

const permission = z.looseObject({
  action: z.string(),
  function: z.string().startsWith("arn:", "a function is served by its ARN alone"),
  /** `apigateway.amazonaws.com`, an account, an ARN, or `*`. */
  principal: z.string(),
  sourceArn: z.string().nullish(),
  sourceAccount: z.string().nullish(),
  qualifier: z.undefined("qualifiers are not served").nullish(),
  eventSourceToken: z.undefined("Alexa's tokens are not served").nullish(),
  functionUrlAuthType: z.undefined("function URLs are not served").nullish(),
  principalOrgId: z.undefined("organizations are not served").nullish(),
});

/**
 * Returns the statement of each declared permission of a function, as AddPermission makes it.
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function readFunctionPolicies(declared: DeclaredResources): ResourcePolicyPlan[] {
  return declared.ofType("aws:lambda/permission:Permission", permission).map(({ name, state }) => {
    const { action, function: functionArn, principal, sourceArn, sourceAccount } = state;
    const statement = {
      Effect: "Allow",
      Action: action,
      Resource: functionArn,
      Principal: principal.endsWith(".amazonaws.com") ? { Service: principal } : { AWS: principal },
      Condition: {
        ...(typeof sourceArn === "string" && { ArnLike: { "aws:SourceArn": sourceArn } }),
        ...(typeof sourceAccount === "string" && { StringEquals: { "aws:SourceAccount": sourceAccount } }),
      },
    };
    return { name, resourceArn: functionArn, policy: { Statement: [statement] } };
  });
}
