import type { Access } from "../access.ts";
import type { Guard } from "../guard.ts";

/** Members of a request that name what it is about, the nearest first. */
const resourceMembers = [
  "executionArn",
  "mapRunArn",
  "stateMachineArn",
  "stateMachineAliasArn",
  "stateMachineVersionArn",
  "activityArn",
  "resourceArn",
];

/**
 * Returns the guard of Step Functions: an action is about the execution, machine or activity that its request
 * names. Those that name none know no resource.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
 */
export function statesGuard(access: Access): Guard {
  return (principal, { action, input }) => {
    const named = resourceMembers.map((member) => input[member]).find((value) => typeof value === "string");
    access.authorize({ principal, action: `states:${action}`, resource: named ?? "*", context: {} });
    return undefined;
  };
}
