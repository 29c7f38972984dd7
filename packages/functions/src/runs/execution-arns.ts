import { Resource } from "sst";

/** Names that Step Functions takes, as far as they need no encoding in a URL. */
const executionName = /^[\w.-]{1,80}$/;

/** The ARN of an execution of `DailyBatch`; undefined for what can be no name of one. */
export function executionArn(name: string): string | undefined {
  return executionName.test(name)
    ? `${Resource.Batch.arn.replace(":stateMachine:", ":execution:")}:${name}`
    : undefined;
}
