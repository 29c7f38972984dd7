/** Who makes a request. */
export type Principal =
  /** The holder of the account's own key, who may do everything. */
  | { kind: "account"; arn: string; accountId: string; userId: string }
  /** A session of a role: `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  | { kind: "session"; arn: string; accountId: string; userId: string; roleArn: string; roleName: string }
  /** A service of AWS by its own name: `apigateway.amazonaws.com`. */
  | { kind: "service"; service: string };

/** A condition key's value of a request, by the key in lower case. A key that is absent has no value. */
export type RequestContext = Readonly<Record<string, string | undefined>>;

/** What a policy is asked about. */
export type AccessRequest = {
  principal: Principal;
  /** `s3:GetObject` */
  action: string;
  /** An ARN, or `*` for an action that knows no resource. */
  resource: string;
  context: RequestContext;
};

/**
 * Returns a request's context with the keys that follow from its principal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function withPrincipalKeys({ principal, context }: AccessRequest): RequestContext {
  if (principal.kind === "service") {
    return { ...context, "aws:principalisawsservice": "true", "aws:principalservicename": principal.service };
  }
  const isSession = principal.kind === "session";
  return {
    ...context,
    "aws:principalisawsservice": "false",
    "aws:principalaccount": principal.accountId,
    "aws:principalarn": isSession ? principal.roleArn : principal.arn,
    "aws:principaltype": isSession ? "AssumedRole" : "Account",
    "aws:userid": principal.userId,
  };
}
