import type { AwsJsonService } from "@ashiato/aws-json/serve-aws-json";

const signal = new AbortController().signal;

/**
 * Calls an action of a service in this process. Throws what the action throws, and an Error for an action
 * that the service does not have.
 */
export function callAction({ actions }: AwsJsonService, name: string, input: object): Promise<object> {
  const action = actions[name];
  if (!action) {
    throw new Error(`The service has no action ${name}`);
  }
  return action(input, { signal });
}
