import { Resource } from "sst";

/** Names that Step Functions accepts and that need no encoding in a URL. */
const executionName = /^[\w.-]{1,80}$/;

/** Returns the ARN of an execution of `DailyBatch`; undefined for an invalid name. */
export function executionArn(name: string): string | undefined {
  return executionName.test(name)
    ? `${Resource.Batch.arn.replace(":stateMachine:", ":execution:")}:${name}`
    : undefined;
}
