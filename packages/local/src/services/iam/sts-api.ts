import type { QueryService } from "../../http/serve-aws-query.ts";

/** Says who calls, which needs no permission. */
export function stsApi(): QueryService {
  return {
    version: "2011-06-15",
    xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    actions: {
      GetCallerIdentity: async (caller) => {
        if (caller.kind === "service") {
          throw new Error(`${caller.service} has no credentials to call with`);
        }
        return { Arn: caller.arn, UserId: caller.userId, Account: caller.accountId };
      },
    },
  };
}
