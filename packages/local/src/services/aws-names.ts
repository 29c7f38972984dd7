import type { Account, ResourceState } from "../evaluate/resource-state.ts";

/** Returns an ARN of the account: `arn:aws:<service>:<region>:<account>:<resource>`. */
export function arn({ region, accountId }: Account, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** Returns the state of a resource whose id is its ARN. */
export function byArn(resourceArn: string, inputs: Record<string, unknown>): ResourceState {
  return { id: resourceArn, state: { arn: resourceArn, name: inputs["name"] } };
}
