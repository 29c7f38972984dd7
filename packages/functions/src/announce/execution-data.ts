import type { StatusChange } from "@ashiato/core/events/occurrence";
import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { sfn } from "../aws/sfn.ts";

/** Returns the change with the execution's input and output, also where the event had no room for them. */
export async function withData(change: StatusChange): Promise<StatusChange> {
  if (change.input != null) {
    return change;
  }
  const { executionArn } = change;
  const { input, output } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  return { ...change, input, output };
}
