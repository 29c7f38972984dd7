import type { Account } from "../../evaluate/resource-state.ts";
import type { Access } from "../access.ts";
import { arn } from "../aws-names.ts";
import type { Guard } from "../guard.ts";
import { groupNameOf } from "./api/group-name.ts";

/**
 * Returns the guard of CloudWatch Logs: an action is about the group, or the group's stream, that its request
 * names.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
export function logsGuard(access: Access, account: Account): Guard {
  return (principal, { action, input }) => {
    const group = groupNameOf(input) ?? "";
    const stream = typeof input["logStreamName"] === "string" ? input["logStreamName"] : "";
    const resource = arn(account, "logs", `log-group:${group}:log-stream:${stream}`);
    access.authorize({ principal, action: `logs:${action}`, resource, context: {} });
    return undefined;
  };
}
