import { accountId } from "./account.ts";

type Statement = { Principal: Record<string, unknown>; Condition?: Record<string, object> };

// Every role of the app, including SST's, is for services that act for this account. SST lets the account's
// root assume the roles of functions, which live debugging needs and a deployed stage does not.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention
$transform(aws.iam.Role, (args: aws.iam.RoleArgs) => {
  args.assumeRolePolicy = $resolve([args.assumeRolePolicy, accountId] as const).apply(([policy, account]) =>
    trustOf(typeof policy === "string" ? policy : JSON.stringify(policy), account),
  );
});

/**
 * Returns a trust policy that trusts services only on behalf of one account. Keeps other principals only
 * while `sst dev` runs.
 */
function trustOf(policy: string, account: string): string {
  const { Statement: statements, ...document } = JSON.parse(policy) as { Statement: Statement[] };
  return JSON.stringify({
    ...document,
    Statement: statements.flatMap((statement) => {
      const { Service, ...others } = statement.Principal;
      const condition = {
        ...statement.Condition,
        StringEquals: { ...statement.Condition?.["StringEquals"], "aws:SourceAccount": account },
      };
      return [
        ...(Service === undefined ? [] : [{ ...statement, Principal: { Service }, Condition: condition }]),
        ...($dev && Object.keys(others).length > 0 ? [{ ...statement, Principal: others }] : []),
      ];
    }),
  });
}
